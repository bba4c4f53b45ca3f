//! What must not come through, and what must.

use super::{Shown, clean};
use crate::stash::Stash;

#[test]
fn only_harmless_html_comes_through() {
    for (written, cleaned) in [
        ("<b>a</b>", "<b>a</b>"),
        ("<script>alert(1)</script>x", "x"),
        ("<SCRIPT src=//evil.test>x</ScRiPt >y", "y"),
        ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
        ("<svg onload=alert(1)><path d='M0 0'/></svg>", "<svg><path d=\"M0 0\"></path></svg>"),
        ("<svg><script>alert(1)</script></svg>", "<svg></svg>"),
        ("<svg><foreignObject><p onclick=x>a</p></foreignObject></svg>", "<svg><p>a</p></svg>"),
        ("<object data=x>a</object>b", "b"),
        ("<embed src=x>b", "b"),
        ("<iframe srcdoc='<script>alert(1)</script>'></iframe>b", "b"),
        ("<a href=' javascript:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='java&#10;script:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='&#106;avascript&colon;alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='jav\tascript:x'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,<script>'>a</a>", "<a>a</a>"),
        ("<a href='vbscript:x'>a</a>", "<a>a</a>"),
        ("<a href='/x?a=1&amp;b=2#c'>a</a>", "<a href=\"/x?a=1&amp;b=2#c\">a</a>"),
        ("<form action='javascript:x'><button>a</button></form>", "a"),
        ("<details ontoggle=alert(1) open>a</details>", "<details open=\"\">a</details>"),
        ("<p style='color:red'>a</p>", "<p>a</p>"),
        ("<td style=\"text-align: right;\">a</td>", "<td align=\"right\">a</td>"),
        ("<style>*{}</style>a", "a"),
        ("a < b <3 <", "a &lt; b &lt;3 &lt;"),
        ("<!-- <b> -->a<!-- b", "a&lt;!-- b"),
        ("<b>a", "<b>a</b>"),
        ("a</div></b>", "a"),
        ("<div><b>a</div>b</b>", "<div><b>a</b></div>b"),
        ("<your-name>", ""),
        ("<a title='\"><script>'>x</a>", "<a title=\"&quot;&gt;&lt;script&gt;\">x</a>"),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>a", "<img src=\"x\">'>a"),
        ("<math><mtext></p><style><img src=x onerror=alert(1)></style></math>a", "a"),
        ("<input type=text><input type=checkbox checked>", "<input type=\"checkbox\" checked=\"\">"),
        ("<base href=//evil><meta http-equiv=refresh content=0><link rel=stylesheet href=x>a", "a"),
        (
            "<a target=_blank href=x>a</a>",
            "<a target=\"_blank\" href=\"x\" rel=\"noopener noreferrer\">a</a>",
        ),
        ("<plaintext>a</b>", ""),
        ("<main class=a>b</main>", "<div class=\"a\">b</div>"),
        ("Added <main> and <b>c</main>", "Added <div> and <b>c</b></div>"),
        ("<b title=a title=b x=z>y", "<b title=\"a\">y</b>"),
    ] {
        assert_eq!(clean(written, &Stash::default(), Shown::Page, 1 << 20), cleaned, "{written}");
    }
}

#[test]
fn a_passage_looks_like_nothing_but_text() {
    for (written, cleaned) in [
        ("<h1 id=main class=head>a</h1>", "<p>a</p>"),
        ("<p class=skip id=x name=y role=alert data-live=/z aria-label=b>a</p>", "<p>a</p>"),
        ("<nav><a href=/settings>a</a></nav>", "<div><a>a</a></div>"),
        ("<a href='#x'>a</a> <a href=x.md>b</a>", "<a>a</a> <a>b</a>"),
        (
            "<a href=https://x.test target=_blank>a</a>",
            "<a href=\"https://x.test\" rel=\"noopener noreferrer\">a</a>",
        ),
        (
            "<a href='javascript:alert(1)'>a</a><img src=x onerror=alert(1)><svg><path d='M0'/></svg>",
            "<a>a</a>",
        ),
        (
            "<table><tr><td colspan=2 style='text-align: right'>a</td></tr></table>",
            "<table><tr><td colspan=\"2\">a</td></tr></table>",
        ),
        ("<input type=checkbox checked>a<label for=x>b</label>", "ab"),
    ] {
        assert_eq!(clean(written, &Stash::default(), Shown::Passage, 1 << 20), cleaned, "{written}");
    }
}
