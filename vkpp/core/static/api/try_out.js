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
    plugins: [plainLayout],
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
