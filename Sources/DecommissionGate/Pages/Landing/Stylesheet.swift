/// What the status page and reports look alike in. A page allows no other style than its own: hashes stand in its
/// policy.
enum Stylesheet {
    /// SHA-256 of ``text`` in base64; a test reckons it anew.
    static let hash: StaticString = "Sd8e8N1ol73b8jHEk4FEcbgBTf7f8xc4lneNtvbnr60="

    static let text: StaticString = #"""
        :root{color-scheme:light dark;--back:#fff;--card:#f5f6f8;--ink:#17191d;--faint:#565e6b;--line:#d5d9e0;
        --safe:#0b6b33;--blocked:#b3180c;--observing:#7a5200;--unknown:#6b2fa0;
        --flow:#2b5f94}
        @media(prefers-color-scheme:dark){:root{--back:#121418;--card:#1c2027;--ink:#eceff4;--faint:#a3adbb;
        --line:#363c47;--safe:#5fd48c;--blocked:#ff8a7d;--observing:#f2bd4b;--unknown:#cfa3f7;--flow:#7fb2e5}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:76rem;padding:1rem;background:var(--back);color:var(--ink);
        font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.2rem;margin:0}
        h2{font-size:1.15rem;margin:2.2rem 0 .5rem}
        h3{font-size:1rem;margin:0}
        p{margin:.3rem 0}
        a{color:inherit}
        .faint{color:var(--faint)}
        .alarm{border:3px solid var(--blocked);color:var(--blocked);font-weight:700;font-size:1.2rem;
        padding:.6rem .8rem;margin:1rem 0}
        .notice{border-left:4px solid var(--observing);padding:.2rem .8rem;margin:1rem 0}
        ul{margin:.3rem 0;padding-left:1.2rem}
        table{border-collapse:collapse;margin:.5rem 0}
        th,td{border-bottom:1px solid var(--line);padding:.3rem 1rem .3rem 0;text-align:left;vertical-align:top}
        code{font-family:ui-monospace,monospace;font-size:.95em;white-space:pre-wrap}
        """#
}
