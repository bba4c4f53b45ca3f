//! The style sheet of a picture that stands alone: light or dark as the viewer wishes, a hue for each class.

use super::escape::class;
use super::put;

/// Old viewers know neither variables nor `light-dark`, so colours are plain and the dark ones come after.
const SHEET: &str = "\
.graph{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue','Noto Sans',sans-serif;background:#fff}\
.graph-line{fill:none;stroke:#98a1b3;stroke-width:1.25}\
.graph-line.back{stroke-dasharray:5 3}\
.graph-line.path{stroke:#2f5fd0;stroke-width:2.5}\
.graph-arrow{fill:#7d879b}\
.graph-box{fill:#fff;stroke:#d3d8e2}\
.graph-node.focus .graph-box{stroke:#2f5fd0;stroke-width:2}\
.graph-node.missing .graph-box{stroke-dasharray:4 3}\
.graph-node.missing .graph-name{fill:#5f697d}\
.graph-name{font-size:13px;font-weight:500;fill:#1b2233}\
.graph-detail{font-size:11px;fill:#5f697d}\
.graph-label{font-size:11px;fill:#5f697d;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}\
.graph-dot{fill:#7d879b}\
.graph-more rect{fill:#eef1f6}\
.graph-more text{font-size:11px;font-weight:600;fill:#5f697d;text-anchor:middle}\
@media (prefers-color-scheme:dark){\
.graph{background:#14171f}\
.graph-line{stroke:#5b6579}.graph-arrow{fill:#7d879b}\
.graph-line.path{stroke:#8fb0ff}\
.graph-box{fill:#1c212c;stroke:#363d4c}\
.graph-node.focus .graph-box{stroke:#8fb0ff}\
.graph-name{fill:#edf0f5}.graph-detail,.graph-label,.graph-node.missing .graph-name{fill:#a9b2c3}\
.graph-label{stroke:#14171f}\
.graph-more rect{fill:#2a303d}.graph-more text{fill:#a9b2c3}}";

pub(super) fn write(out: &mut String, hues: &[(String, u16)]) {
    out.push_str("<style>");
    out.push_str(SHEET);
    for (name, hue) in hues {
        let name = class(name);
        if !name.is_empty() && !name.contains(' ') {
            put(out, format_args!(".{name} .graph-dot{{fill:hsl({},60%,52%)}}", hue % 360));
        }
    }
    out.push_str("</style>");
}
