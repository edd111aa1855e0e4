/** Words of the shared parts. */
export default {
  cancel: "Cancel",
  loading: "Loading",
  copy: { what: "Copy {{what}}", done: "Copied", refused: "The browser does not allow copying here; select the text." },
  error: { retry: "Try again", request: "Request", stop: ". " },
  list: {
    total: "{{total}} in all",
    about: "about {{total}}",
    first: "First page",
    previous: "Previous",
    next: "Next",
    size: "Rows a page",
    csv: "Download CSV",
    details: "Details",
    clear: "Clear filters",
    nothing: "Nothing matches",
    nothingAbout: "No row passes these filters.",
  },
};
