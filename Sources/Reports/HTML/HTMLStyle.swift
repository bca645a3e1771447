/// The report's style sheet: system fonts, colour for verdicts alone, light, dark and on paper.
enum HTMLStyle {
    static let text = screen + browser + paper

    private static let screen = """

        :root{color-scheme:light dark;--ground:#fff;--raised:#f6f7f8;--ink:#1c1f23;--quiet:#5a636d;--rule:#d8dce1;--faint:#eceef1;
        --pass:#00694f;--fail:#b02a0c;--error:#7a2f93;--inconclusive:#805a00;--na:#626b75;--failbg:#fdeee9;--focus:#0b57d0}
        @media(prefers-color-scheme:dark){:root{--ground:#15181b;--raised:#1d2125;--ink:#e3e6e9;--quiet:#9aa4ae;--rule:#363c43;--faint:#262b30;
        --pass:#57c79d;--fail:#ff8f66;--error:#d5a2ef;--inconclusive:#e0b341;--na:#98a2ac;--failbg:#3a211a;--focus:#8ab4f8}}
        *{box-sizing:border-box}
        html{scroll-padding-top:3rem}
        body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
        font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        #page{max-width:1720px;margin:0 auto;padding:1.25rem 1.5rem 4rem}
        .m,code,pre,kbd{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.92em}
        h1{font-size:1.5rem;font-weight:600;margin:0}
        h2{font-size:1.1rem;font-weight:600;margin:2.25rem 0 .6rem;padding-top:.5rem;border-top:2px solid var(--ink)}
        h3{font-size:1rem;font-weight:600;margin:0}
        p{margin:.3rem 0}
        a{color:inherit;text-decoration:underline;text-decoration-color:var(--rule);text-underline-offset:.2em}
        a:hover{text-decoration-color:currentColor}
        :focus-visible{outline:2px solid var(--focus);outline-offset:1px}
        .quiet,.clause{color:var(--quiet)}
        .warning{border-left:3px solid var(--inconclusive);padding-left:.6rem}
        .verdict{font-size:1.05rem;margin:.1rem 0 .7rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.3rem 0}
        dt{color:var(--quiet)}dd{margin:0;min-width:0}
        nav{position:sticky;top:0;z-index:3;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;align-items:baseline}
        nav,header{background:var(--ground)}
        header nav{margin-top:.8rem}
        .keys{margin-left:auto;color:var(--quiet);font-size:.86em}.keys[hidden]{display:none}
        kbd{border:1px solid var(--rule);border-radius:3px;padding:0 .3em;margin:0 .1em 0 .5em}
        .pass{--c:var(--pass)}.fail{--c:var(--fail)}.error{--c:var(--error)}.inconclusive{--c:var(--inconclusive)}.not-applicable,.unverified{--c:var(--na)}
        .pass,.fail,.error,.inconclusive,.not-applicable,.unverified{color:var(--c)}
        rect.pass,rect.fail,rect.error,rect.inconclusive,rect.not-applicable{fill:var(--c)}
        .mark{display:inline-block;width:1.1em;text-align:center}
        .badge{display:inline-block;border:1px solid var(--c);border-radius:3px;padding:0 .45em;font-size:.86em;font-weight:600;white-space:nowrap}
        .totals{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem 2.2rem;margin:.2rem 0 .5rem;padding:0}
        .totals a{text-decoration:none}.totals .count{display:block;font-size:2rem;line-height:1.1;font-weight:500}
        .totals .none{color:var(--quiet)}.totals .none .count{font-weight:300}
        .bar{display:block;width:100%;height:7px;background:var(--faint);margin:.3rem 0 .6rem}
        .tables{display:flex;flex-wrap:wrap;gap:1.4rem 3rem;align-items:flex-start}
        table{border-collapse:collapse;max-width:100%;overflow-wrap:break-word}
        caption{text-align:left;font-weight:600;padding:.3rem 0}
        th,td{text-align:left;vertical-align:baseline;padding:.17rem 1rem .17rem 0;border-bottom:1px solid var(--faint);font-weight:400}
        thead th{color:var(--quiet);border-bottom:1px solid var(--rule);font-size:.92em;vertical-align:bottom}
        .n{text-align:right;white-space:nowrap}.zero{color:var(--quiet);opacity:.55}
        td a{text-decoration-color:transparent}
        .scroll{overflow-x:auto}
        .matrix{width:100%}.matrix .text{display:block;color:var(--quiet);max-width:52rem}.matrix .clause{max-width:19rem;font-size:.92em}
        .state{white-space:nowrap}td.unverified{font-style:italic}
        .matrix td.n{font-weight:600}.matrix td.zero{font-weight:400}
        .latency svg{display:block;width:320px;height:18px;overflow:visible}.latency .axis{height:14px}.latency .plot{padding:0 1.4rem;vertical-align:middle}
        .axis text{font-size:10px;fill:var(--quiet)}
        .grid{stroke:var(--faint);fill:none}.span{stroke:var(--rule);fill:none}.dots{stroke:var(--ink);stroke-opacity:.55;fill:none}
        .median{stroke:var(--ink);stroke-width:2;fill:none}
        .entry{padding:.55rem 0 .7rem;border-bottom:1px solid var(--rule);break-inside:avoid}
        summary{cursor:pointer;width:max-content;max-width:100%}
        pre{margin:.4rem 0;overflow-x:auto;line-height:1.35}
        .bytes{background:var(--raised);padding:.45rem .7rem;border-left:3px solid var(--rule)}
        .bytes b{color:var(--fail);font-weight:600}
        button,input,select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--rule);border-radius:3px;padding:.2rem .5rem}
        button{cursor:pointer}button[aria-pressed=true]{background:var(--ink);color:var(--ground);border-color:var(--ink)}
        #states button{font-size:.9em;margin-left:.3rem}

        """

    private static let browser = """
        #filters{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin-bottom:.5rem}
        #filters input[type=search]{flex:1 1 16rem;min-width:10rem}
        #filters select{max-width:12rem}#filters input{max-width:100%}
        #panes{display:grid;grid-template-columns:minmax(19rem,25rem) minmax(0,1fr);gap:1.4rem;align-items:start}
        #listpane{position:sticky;top:2.2rem}
        #found{color:var(--quiet);font-size:.92em}
        #list{position:relative;height:calc(100vh - 5.5rem);min-height:16rem;overflow-y:auto;border:1px solid var(--rule)}
        #spacer{position:relative}
        .row{position:absolute;left:0;right:0;height:42px;padding:.2rem .5rem;border-bottom:1px solid var(--faint);cursor:default;
        display:grid;grid-template-columns:1.3em 1fr auto;column-gap:.3rem;color:var(--ink)}
        .row>*{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .row .mark{color:var(--c);overflow:visible}.row .name{font-size:.9em}.row .took{color:var(--quiet);font-size:.82em}
        .row .title{grid-column:2/4;color:var(--quiet);font-size:.86em;line-height:1.2}
        .row[aria-selected=true]{background:var(--faint);box-shadow:inset 3px 0 var(--ink)}
        #list:focus-visible .row[aria-selected=true]{background:var(--raised);outline:2px solid var(--focus);outline-offset:-2px}
        #detail{min-width:0;min-height:12rem}#detail:focus{outline:none}
        #detail h3{font-size:1.05rem}#detail h4{font-size:.95rem;font-weight:600;margin:1.2rem 0 .3rem;border-top:1px solid var(--rule);padding-top:.5rem}
        .finding{border-left:3px solid var(--c);padding-left:.8rem;margin:.8rem 0}.finding>*{color:var(--ink)}.finding .badge{color:var(--c)}
        .tools{display:flex;gap:.4rem;align-items:center;flex-wrap:wrap;margin:.3rem 0}
        .chart{overflow-x:auto;border:1px solid var(--rule);max-height:75vh;overflow-y:auto;background:var(--ground)}
        .chart svg{display:block}.paper{display:none}.charthead{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--rule);width:max-content;min-width:100%}
        .chart text{font:12px ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink);white-space:pre}
        .chart .head{font:600 12.5px system-ui,sans-serif;fill:var(--ink)}.chart .headbox{fill:var(--raised);stroke:var(--rule)}
        .chart .time{font-size:11px;fill:var(--quiet)}.chart .ctl{fill:var(--quiet)}.chart .soft{fill:var(--quiet)}
        .chart .phase{font:600 11.5px system-ui,sans-serif;fill:var(--quiet)}
        .life{stroke:var(--rule);fill:none}.phaseline,.wait{stroke:var(--rule);stroke-dasharray:2 3;fill:none}
        .arrow{stroke:var(--ink);fill:none}.tip{fill:var(--ink);stroke:none}.side{stroke:var(--quiet)}.sidetip{fill:var(--quiet)}
        .msg{cursor:pointer}.msg .hit{fill:transparent}.msg:hover .hit{fill:var(--raised)}.msg.on .hit{fill:var(--faint)}
        .stray .arrow{stroke:var(--fail);stroke-dasharray:5 3}.stray .cross{stroke:var(--fail);stroke-width:1.5}.stray .tip{fill:var(--fail)}.stray text,.verdictline text{fill:var(--fail)}
        .verdictline{--c:var(--fail)}.verdictline.error{--c:var(--error)}.verdictline.inconclusive{--c:var(--inconclusive)}
        .verdictline path{stroke:var(--c);stroke-width:1.5;fill:none}.verdictline text{fill:var(--c);font-weight:600}
        #message{position:sticky;bottom:0;background:var(--raised);border:1px solid var(--rule);border-top:2px solid var(--ink);padding:.4rem .7rem;
        max-height:40vh;overflow:auto}
        #message pre{margin:.2rem 0;white-space:pre-wrap}#message pre.hex{white-space:pre}
        .ctl{color:var(--quiet)}
        .source{border:1px solid var(--rule);overflow-x:auto;max-height:70vh;overflow-y:auto}
        .source table{width:100%}.source td{border:0;padding:0 .6rem;font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px;white-space:pre}
        .source .no{text-align:right;color:var(--quiet);user-select:none;width:1%;padding-right:.2rem}
        .source .ran{width:1%;padding:0 .2rem;color:var(--quiet)}
        .source .bad td{background:var(--failbg)}.source .bad .ran{color:var(--fail);font-weight:700}
        .source .on td{background:var(--faint)}.source .bad.on td{background:var(--failbg);box-shadow:inset 0 -1px var(--fail)}
        @media screen and (max-width:900px){#page{padding:.8rem .7rem 3rem}#panes{grid-template-columns:minmax(0,1fr)}#listpane{position:static}#list{height:45vh}
        .tables{gap:1rem}.tables table{display:block;overflow-x:auto}.keys{display:none}th,td{padding-right:.6rem;overflow-wrap:normal}th[scope=row]{min-width:6rem}.matrix th[scope=row]{min-width:13rem}.totals{gap:.4rem 1.3rem}
        .totals .count{font-size:1.5rem}dl{grid-template-columns:1fr}dt{margin-top:.2rem}.bytes{font-size:.82em}}

        """

    private static let paper = """
        @media print{:root{color-scheme:light;--ground:#fff;--raised:#f6f7f8;--ink:#000;--quiet:#444;--rule:#bbb;--faint:#ddd;--pass:#00543f;--fail:#99230a;
        --error:#5f2373;--inconclusive:#664800;--na:#444;--failbg:#f6e4de}
        @page{margin:14mm}
        body{font-size:9pt}#page{padding:0;max-width:none}nav,#filters,#listpane,.tools,#states,#message{display:none!important}
        #panes{display:block}.charthead{position:static}.chart>svg,.chart>.charthead{display:none}.paper{display:block!important;break-inside:avoid}.chart,.source,.scroll{max-height:none;overflow:visible;border:0}
        .chart svg{max-width:100%;height:auto}a{text-decoration:none}tr,.entry,.finding{break-inside:avoid}thead{display:table-header-group}
        h2,h3,h4{break-after:avoid}pre{white-space:pre-wrap}.matrix .text{max-width:none}
        body:not(.opened) #scenarios{display:none}}

        """
}
