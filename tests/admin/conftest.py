"""Two editors, each with a browser."""

import pytest
from django.test import Client

from matrix.admin.roles import EDITOR
from tests.support.forms import client_of, user_of


@pytest.fixture
def anna(db: None) -> Client:
    return client_of(user_of(EDITOR, name="anna"))


@pytest.fixture
def ben(db: None) -> Client:
    return client_of(user_of(EDITOR, name="ben"))
