/// The page's only style sheet. The page allows no other: its hash stands in the page's policy.
enum Stylesheet {
    /// SHA-256 of ``text`` in base64; a test reckons it anew.
    static let hash: StaticString = "ccxOLV8E1FvT9O2cWRgVp5FDhSu/DaqTveoT7QutEkI="

    static let text: StaticString = """
        :root{color-scheme:light dark;--back:#fff;--card:#f5f6f8;--ink:#17191d;--faint:#5a6270;--line:#d5d9e0;\
        --safe:#0b6b33;--blocked:#b3180c;--observing:#7a5200;--unknown:#6b2fa0}
        @media(prefers-color-scheme:dark){:root{--back:#121418;--card:#1c2027;--ink:#eceff4;--faint:#a3adbb;\
        --line:#363c47;--safe:#5fd48c;--blocked:#ff8a7d;--observing:#f2bd4b;--unknown:#cfa3f7}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--back);color:var(--ink);\
        font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.2rem;margin:0}
        h2{font-size:1.1rem;margin:2rem 0 .5rem}
        h3{font-size:1rem;margin:0}
        p{margin:.3rem 0}
        a{color:inherit}
        .faint{color:var(--faint)}
        .alarm{border:3px solid var(--blocked);color:var(--blocked);font-weight:700;font-size:1.2rem;\
        padding:.6rem .8rem;margin:1rem 0}
        .notice{border-left:4px solid var(--observing);padding:.2rem .8rem;margin:1rem 0}
        .gates{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem;margin:1rem 0}
        .gate{background:var(--card);border:1px solid var(--line);border-top-width:6px;padding:.8rem 1rem}
        .state{font-size:2rem;font-weight:700;line-height:1.2;margin:.2rem 0}
        .condition{border-top:1px solid var(--line);padding:.6rem 0}
        .word{font-weight:700}
        .gate.safe{border-top-color:var(--safe)}
        .gate.blocked{border-top-color:var(--blocked)}
        .gate.observing{border-top-color:var(--observing)}
        .gate.unknown{border-top-color:var(--unknown)}
        .safe .state,.holds .word{color:var(--safe)}
        .blocked .state,.fails .word{color:var(--blocked)}
        .observing .state{color:var(--observing)}
        .unknown .state,.unknown .word{color:var(--unknown)}
        ul{margin:.3rem 0;padding-left:1.2rem}
        table{border-collapse:collapse;margin:.5rem 0}
        th,td{border-bottom:1px solid var(--line);padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
        code{font-family:ui-monospace,monospace;font-size:.95em;white-space:pre-wrap}

        """
}
