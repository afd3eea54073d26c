// Shows the API's description in Swagger UI. A session's changes carry the CSRF token of the page.
"use strict";

const place = document.getElementById("try-out");

// A layout without landmarks and headings of its own: the page around it has them.
const plainLayout = (system) => {
  const make = system.React.createElement;
  const PlainLayout = ({ getComponent, specSelectors }) => {
    if (specSelectors.loadingStatus() === "failed") {
      return make("p", { className: "govuk-body" }, "The description could not be loaded. Reload the page.");
    }
    return make(
      "div",
      { className: "swagger-ui" },
      make(getComponent("SvgAssets")),
      make("div", { className: "auth-wrapper" }, make(getComponent("AuthorizeBtnContainer", true))),
      make(getComponent("FilterContainer", true)),
      make(getComponent("operations", true)),
    );
  };
  return { components: { PlainLayout } };
};

// Swagger UI reads JSON as YAML, and works through the whole description for each operation that is opened: seconds each.
// Here it reads JSON, and is given an operation with only the components that it names, directly or through others.
const quick = (system) => ({
  statePlugins: {
    spec: { wrapActions: { parseToJson: () => (text) => system.specActions.updateJsonSpec(JSON.parse(text)) } },
  },
  afterLoad() {
    const resolve = this.fn.resolveSubtree;
    this.fn.resolveSubtree = (whole, path, options) => resolve(partOf(whole, path), path, options);
  },
});

const partOf = (whole, path) => {
  const part = { ...whole, paths: {}, components: {} };
  const take = (steps) => {
    let from = whole;
    let to = part;
    for (const step of steps.slice(0, -1)) {
      from = from[step];
      to = to[step] ??= {};
    }
    const last = steps.at(-1);
    if (last in to || !(last in from)) return;
    to[last] = from[last];
    namedIn(from[last]).forEach(take);
  };
  take(path);
  return part;
};

const namedIn = (value) =>
  [...JSON.stringify(value).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, address]) => address.split("/"));

// What Swagger UI leaves unnamed gets a name; what scrolls can be reached by keyboard.
const name = (field) => {
  const row = field.closest("tr[data-param-name]");
  const label = row ? row.dataset.paramName : field.closest(".body-param") ? "body" : field.placeholder || "media type";
  field.setAttribute("aria-label", label);
};

const tidy = () => {
  place
    .querySelectorAll("select:not([aria-label]), input:not([aria-label]), textarea:not([aria-label])")
    .forEach(name);
  place.querySelectorAll("pre:not([tabindex])").forEach((text) => text.setAttribute("tabindex", "0"));
};

window.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(tidy).observe(place, { childList: true, subtree: true });
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    plugins: [plainLayout, quick],
    layout: "PlainLayout",
    docExpansion: "none",
    filter: true,
    validatorUrl: null,
    syntaxHighlight: { activated: false },
    requestInterceptor: (request) => {
      if (!["GET", "HEAD", "OPTIONS"].includes(request.method || "GET")) {
        request.headers["X-CSRFToken"] = place.dataset.csrf;
      }
      return request;
    },
  });
});
