//go:build external

package report

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// driver opens the page in a frame, filters it, and tells what is seen.
const driver = `<!DOCTYPE html><body><iframe src="report.html" width="1280" height="900"></iframe>
<pre id="seen"></pre><script>
onload = function () {
  var page = frames[0].document, seen = [];
  var rows = function () {
    return Array.prototype.filter.call(page.querySelectorAll("tr[data-verdict]"), function (row) {
      return row.offsetParent !== null;
    }).map(function (row) { return row.dataset.verdict; }).sort().join(" ");
  };
  var fire = function (node, name) { node.dispatchEvent(new frames[0].Event(name)); };
  seen.push("all: " + rows());
  var box = page.querySelector("input[value=fails]");
  box.checked = false; fire(box, "change");
  seen.push("without fails: " + rows());
  box.checked = true; fire(box, "change");
  var search = page.getElementById("search");
  search.value = "aws_ecs_service.WEB"; fire(search, "input");
  seen.push("web: " + rows() + ", " + page.getElementById("shown").textContent);
  page.dispatchEvent(new frames[0].KeyboardEvent("keydown", {key: "/", cancelable: true}));
  frames[0].dispatchEvent(new frames[0].Event("beforeprint"));
  seen.push("closed on paper: " + page.querySelectorAll("details:not([open])").length);
  seen.push("wider than the window: " + (page.documentElement.scrollWidth > 1280));
  document.getElementById("seen").textContent = seen.join("\n");
};
</script></body>`

// The page works in a browser, from a file, without a word on the console.
func TestHTMLInChromium(t *testing.T) {
	program, err := exec.LookPath("chromium")
	require.NoError(t, err)
	dir := t.TempDir()
	var out bytes.Buffer
	require.NoError(t, WriteHTML(&out, sample(), FileOptions{}))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "report.html"), out.Bytes(), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "driver.html"), []byte(driver), 0o600))
	command := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--user-data-dir="+t.TempDir(), "--allow-file-access-from-files",
		"--disable-web-security", "--disable-site-isolation-trials", "--enable-logging=stderr",
		"--virtual-time-budget=5000", "--dump-dom", "file://"+filepath.Join(dir, "driver.html"))
	var log bytes.Buffer
	command.Stderr = &log
	page, err := command.Output()
	require.NoError(t, err, log.String())
	assert.NotContains(t, log.String(), "CONSOLE")
	assert.Contains(t, string(page), "all: fails fails pulls unknown")
	assert.Contains(t, string(page), "without fails: pulls unknown")
	assert.Contains(t, string(page), "web: ")
	assert.Contains(t, string(page), "closed on paper: 0")
	assert.Contains(t, string(page), "wider than the window: false")
}
