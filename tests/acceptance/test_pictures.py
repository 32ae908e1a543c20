"""The README's pictures are of the running product, and can be taken anew."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from nsd import places
from tests import website

pytestmark = pytest.mark.browser
PNG = b"\x89PNG\r\n\x1a\n"


def take(site: website.Site, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do, against a site."""
    command = [sys.executable, "manage.py", "take_pictures", f"--url={url}", f"--out={folder}"]
    return subprocess.run(
        [*command, f"--browser={website.find_chromium()}"],
        env=site.database.env,
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.full_size
def test_every_picture_that_the_readme_shows_is_taken(site: website.Site, tmp_path: Path) -> None:
    website.cache.clear()  # the manager's one-time code may have served a moment ago
    told = take(site, tmp_path, site.url)
    assert told.returncode == 0, told.stderr
    taken = {path.name for path in tmp_path.iterdir() if path.read_bytes().startswith(PNG)}
    shown = re.findall(r"docs/pictures/([\w-]+\.png)", (places.ROOT / "README.md").read_text())
    assert shown and set(shown) == taken


def test_where_nothing_runs_one_line_says_so(site: website.Site, tmp_path: Path) -> None:
    told = take(site, tmp_path, "http://127.0.0.1:9")
    assert told.returncode == 1
    assert "http://127.0.0.1:9" in told.stderr and "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []
