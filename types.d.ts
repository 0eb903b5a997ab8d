// The types that the page's scripts share. Those of htmx are its package's, of the version in static/vendor.
import type { Htmx, HtmxRequestCtx } from "htmx.org";

declare global {
  interface Window {
    htmx: Htmx;
  }

  /** What controls hold, by their ids; a tick is "true" or "false". */
  type Values = Map<string, string>;

  /** Something that the reader did, of which the page is still to come. */
  type Deed =
    | { kind: "answers"; add: boolean } // add: with the need that is half entered
    | { kind: "link"; name: string; nth: number; done: boolean } // done: where it is gone, so is what it was for
    | { kind: "back"; url: string; focus: Element | null };

  /** A request of htmx's, and what is remembered with it. */
  type Update = Omit<HtmxRequestCtx, "request"> & {
    deed: Deed;
    anchor?: string;
    /** What the form held, as far as it went with the request. */
    sent: Values;
    /** What was entered since then. */
    entered: Values;
    focus: { element: Element | null; chip: number };
    request: HtmxRequestCtx["request"] & { body?: FormData; anchor?: string; headers: Record<string, string> };
    fetch: typeof fetch;
    /** htmx waits for it before it ends the request. */
    extensionPromise?: Promise<void>;
  };

  /** One of htmx's events. */
  type UpdateEvent = CustomEvent<{ ctx: Update }>;
}
