/// What the status page alone looks like. Every state has a shape or a word of its own beside its colour.
enum LandingStyle {
    /// SHA-256 of ``text`` in base64; a test reckons it anew.
    static let hash: StaticString = "ZNck76FZKd8XVxThF1CHh005gEkfRdXDdFT7qmRlsoM="

    static let text: StaticString = #"""
        h1{font-size:clamp(1.5rem,5vw,2.3rem);line-height:1.2;font-weight:700;margin:1.2rem 0 .3rem}
        :focus-visible{outline:3px solid var(--observing);outline-offset:2px}
        main:focus{outline:none}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--back);padding:.3rem .8rem;z-index:1}
        .spoken{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}
        .alarm:empty{display:none}
        .top{display:flex;flex-wrap:wrap;gap:.5rem 2rem;align-items:center;justify-content:space-between;
        border-bottom:1px solid var(--line);padding-bottom:.8rem}
        .brand{font-weight:600;margin:0}
        form{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:center}
        label{color:var(--faint);font-size:.9rem}
        input,button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--faint);
        border-radius:.3rem;padding:.2rem .6rem;min-width:0}
        input{width:13rem;max-width:100%}
        button{cursor:pointer}
        .age{color:var(--faint)}
        .age strong{color:var(--ink)}
        .links{font-size:.9rem;color:var(--faint)}
        .gates{list-style:none;padding:0;margin:1.2rem 0;display:grid;gap:1rem;
        grid-template-columns:repeat(auto-fit,minmax(17rem,1fr))}
        .gate{background:var(--card);border:1px solid var(--line);border-radius:.5rem;overflow:hidden;
        padding-bottom:.8rem}
        .gate>:not(.band){margin-left:1rem;margin-right:1rem}
        .gate ul{padding-left:1.1rem}
        .gate progress{width:calc(100% - 2rem)}
        .band{padding:.7rem 1rem;color:var(--back);margin-bottom:.7rem}
        .gate.safe .band{background:var(--safe)}
        .gate.blocked .band{background:var(--blocked)}
        .gate.observing .band{background:var(--observing)}
        .gate.unknown .band{background:var(--unknown)}
        .state{display:flex;gap:.6rem;align-items:center;margin:.1rem 0 0;font-size:2rem;line-height:1.2;
        font-weight:800;letter-spacing:.02em;text-transform:uppercase}
        .state svg{width:2.1rem;height:2.1rem;flex:none;fill:none;stroke:currentColor;stroke-width:2;
        stroke-linejoin:round;stroke-linecap:round}
        .left{font-size:1.4rem;line-height:1.3;font-weight:650}
        progress{display:block;height:.5rem;margin:.6rem 0 .2rem;accent-color:var(--observing)}
        .row{display:grid;grid-template-columns:13rem 1fr;gap:.1rem 1rem;align-items:center;margin:.25rem 0}
        .row .label{font-size:.85rem;line-height:1.3}
        .row svg,.legend svg{shape-rendering:crispEdges;background:repeating-linear-gradient(135deg,
        var(--line) 0 2px,transparent 2px 6px)}
        .row svg{display:block;width:100%;height:.9rem}
        .row.chart{margin-bottom:.6rem}
        .row.chart .label span{display:block}
        .row.chart svg{height:4.5rem}
        .row.of-gate .name{font-weight:650}
        .row.of-gate svg{height:1.2rem}
        .ticks{display:flex;justify-content:space-between;font-size:.8rem;color:var(--faint)}
        .axis .label{color:var(--faint)}
        .good{fill:var(--safe)}
        .observing{fill:var(--observing)}
        .unknown{fill:var(--unknown)}
        .bad{fill:var(--blocked)}
        .bars,.still{fill:var(--flow)}
        .unread{fill:var(--unknown)}
        .seen{fill:var(--card)}
        .grid{fill:none;stroke:var(--line);vector-effect:non-scaling-stroke}
        .legend{list-style:none;padding:0;margin:.6rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;
        font-size:.85rem;color:var(--faint)}
        .legend svg{width:1.2rem;height:.75rem;margin-right:.4rem;vertical-align:baseline}
        summary{cursor:pointer}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1.2rem;font-size:.9rem}
        dt{font-weight:600}
        dd{margin:0}
        .condition{border-top:1px solid var(--line);padding:.5rem 0}
        .condition summary{display:grid;grid-template-columns:20rem 1fr 1rem;gap:0 1rem;align-items:baseline}
        .condition summary::after{content:"\25B8";color:var(--faint);grid-column:3;grid-row:1}
        .condition[open] summary::after{content:"\25BE"}
        .condition h3{display:flex;gap:.7rem;align-items:baseline}
        .condition[open] summary{margin-bottom:.4rem}
        .word{font-size:.8rem;font-weight:700;letter-spacing:.04em;text-transform:uppercase;width:6.4rem;flex:none;
        white-space:nowrap;
        text-align:center;border:2px solid currentColor;border-radius:.3rem;padding:0 .3rem}
        .fails .word{background:var(--blocked);color:var(--back);border-color:var(--blocked)}
        .condition.unknown .word{color:var(--unknown);border-style:dashed}
        .holds .word{color:var(--safe);border-color:transparent}
        .mend{display:block;color:var(--faint)}
        .mend::before{content:"\2192  "}
        .box{overflow-x:auto;max-width:100%}
        .box table{width:100%;font-size:.9rem;margin:.3rem 0}
        .box th,.box td{overflow-wrap:break-word}
        thead th{color:var(--faint);font-weight:600;white-space:nowrap}
        tbody th{font-weight:400;min-width:9rem;max-width:24rem}
        tbody td{min-width:4.5rem;max-width:30rem}
        .doubtful{color:var(--unknown)}
        .expired{visibility:hidden;max-height:0;overflow:hidden;margin:0;padding:0;border-width:0}
        .overdue .fresh{visibility:hidden;max-height:0;overflow:hidden;margin:0}
        .overdue .expired{display:none}
        @keyframes shown{to{visibility:visible;max-height:30rem;margin:1rem 0;padding:.6rem .8rem;
        border-width:3px}}
        @keyframes gone{to{visibility:hidden;max-height:0;overflow:hidden;margin:0}}
        .after-15 .expired{animation:shown 0s 15s forwards}
        .after-15 .fresh{animation:gone 0s 15s forwards}
        .after-45 .expired{animation:shown 0s 45s forwards}
        .after-45 .fresh{animation:gone 0s 45s forwards}
        .after-90 .expired{animation:shown 0s 90s forwards}
        .after-90 .fresh{animation:gone 0s 90s forwards}
        .after-180 .expired{animation:shown 0s 180s forwards}
        .after-180 .fresh{animation:gone 0s 180s forwards}
        .after-600 .expired{animation:shown 0s 600s forwards}
        .after-600 .fresh{animation:gone 0s 600s forwards}
        .after-1800 .expired{animation:shown 0s 1800s forwards}
        .after-1800 .fresh{animation:gone 0s 1800s forwards}
        .after-7200 .expired{animation:shown 0s 7200s forwards}
        .after-7200 .fresh{animation:gone 0s 7200s forwards}
        @media(max-width:44rem){
        .row{grid-template-columns:1fr}
        .condition summary{grid-template-columns:1fr 1rem}
        .condition summary::after{grid-column:2}
        .row.chart .label span{display:inline}
        .row .label{font-size:.75rem}
        .band{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 1rem}
        .state{font-size:1.4rem}
        .left{font-size:1.2rem}
        .word{width:auto}
        .holds .word{border:0;padding:0}
        .state svg{width:1.5rem;height:1.5rem}
        .axis .label{display:none}
        dl{grid-template-columns:1fr}
        dd{margin-bottom:.4rem}
        .ticks{font-size:.7rem}}
        """#
}
