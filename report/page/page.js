(function () {
  "use strict";
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-verdict]"));
  var boxes = Array.prototype.slice.call(document.querySelectorAll(".filter input[type=checkbox]"));
  var search = document.getElementById("search");
  var shown = document.getElementById("shown");
  if (search) {
    document.querySelector(".filter").hidden = false;
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var filter = function () {
      var verdicts = {}, n = 0;
      boxes.forEach(function (box) { verdicts[box.value] = box.checked; });
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach(function (row, i) {
        var fits = verdicts[row.dataset.verdict] &&
          words.every(function (word) { return texts[i].indexOf(word) >= 0; });
        row.hidden = !fits;
        n += fits ? 1 : 0;
      });
      shown.textContent = n + " of " + rows.length;
    };
    boxes.forEach(function (box) { box.addEventListener("change", filter); });
    search.addEventListener("input", filter);
    document.addEventListener("keydown", function (event) {
      var typing = /^(input|textarea)$/i.test(event.target.tagName);
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        search.focus();
      } else if (event.key === "Escape" && event.target === search) {
        search.value = "";
        filter();
      }
    });
    filter();
  }
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
})();
