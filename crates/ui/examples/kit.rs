//! Every component of the kit in every state, as one page per theme, written with the assets into a folder: the first
//! argument, or `ui` in the temporary folder. Serve that folder to look at it without a portal; with one, it is
//! `/dev/components`.

use std::fs;
use std::path::{Path, PathBuf};

use ui::{Rail, Theme, inspect, samples};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("ui"), PathBuf::from);
    write_assets(&folder)?;
    for theme in Theme::ALL {
        for rail in [Rail::Wide, Rail::Narrow] {
            let frame = ui::Frame { rail, ..samples::frame(theme) };
            let document = ui::layout::page(&frame, "Components", &samples::page_content()).into_string();
            let problems = inspect::problems(&document);
            if !problems.is_empty() {
                return Err(std::io::Error::other(problems.join("\n")));
            }
            fs::write(folder.join(format!("kit.{}.{}.html", theme.name(), rail.name())), document)?;
        }
    }
    Ok(())
}

fn write_assets(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ui::assets::all() {
        fs::write(folder.join(asset.url.trim_start_matches('/')), &asset.bytes)?;
    }
    Ok(())
}
