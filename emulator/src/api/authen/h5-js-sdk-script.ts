/**
 * The script a page inside the Feishu client loads, as far as sign-in goes (feishu-contract 6.5): `h5sdk.ready`,
 * `tt.requestAccess` and `tt.requestAuthCode`. Where the real one talks to the client around it, this one asks the emulator
 * it was loaded from. Its bodies are sent as plain text, so that no browser asks for leave first.
 */
export const H5_JS_SDK_SCRIPT = `(() => {
  "use strict";
  const origin = new URL(document.currentScript.src).origin;

  const call = (name, options, sent) => {
    const tell = (callback, value) => {
      if (typeof callback === "function") callback(value);
      if (typeof options.complete === "function") options.complete(value);
    };
    const body = JSON.stringify({ ...sent, page_url: location.href });
    fetch(origin + "/h5-js-sdk/" + name, { method: "POST", credentials: "omit", body })
      .then((response) => response.json())
      .then(
        ({ result, failure }) => (failure === undefined ? tell(options.success, result) : tell(options.fail, failure)),
        (error) => tell(options.fail, { errno: 1, errCode: 1, errString: String(error), errMsg: name + ":fail" }),
      );
  };

  window.h5sdk = {
    ready: (callback) => void setTimeout(callback, 0),
    error: () => undefined,
    config: (options) => void setTimeout(() => options.onSuccess && options.onSuccess({}), 0),
  };
  window.tt = {
    requestAccess: (options) =>
      call("request-access", options, { app_id: options.appID, scope_list: options.scopeList, state: options.state }),
    requestAuthCode: (options) => call("request-auth-code", options, { app_id: options.appId }),
  };
})();
`;
