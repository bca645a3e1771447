/// The report's script: it reads the data in the page and shows it, always as text nodes, never as markup.
enum HTMLScript {
    static let text =
        "\"use strict\";(()=>{\n" + data + list + filters + detail + source + chart + paper + messages + start + "})();\n"

    /// The page's data and the small tools that all parts use.
    private static let data = #"""
        const VERDICTS=["pass","fail","error","inconclusive","not-applicable"];
        const WORDS=["pass","fail","error","inconclusive","not applicable"],SHAPES=["●","✕","▲","◆","○"];
        const $=id=>document.getElementById(id);
        const el=(tag,cls,...kids)=>{const e=document.createElement(tag);if(cls)e.className=cls;e.append(...kids);return e};
        const sv=(tag,attributes,...kids)=>{const e=document.createElementNS("http://www.w3.org/2000/svg",tag);
        for(const name in attributes)e.setAttribute(name,attributes[name]);e.append(...kids);return e};
        const seconds=us=>(us/1e6).toFixed(3);
        const span=us=>{const s=us/1e6;return s<1?(us/1e3).toFixed(us<1e5?1:0)+" ms":s<60?s.toFixed(s<10?2:1)+" s":s<3600?
        Math.floor(s/60)+" min "+Math.floor(s%60)+" s":Math.floor(s/3600)+" h "+Math.floor(s%3600/60)+" min"};
        const read=node=>JSON.parse(node.textContent);
        const items=[];
        document.querySelectorAll("script.index").forEach((node,chunk)=>{
        const [strings,rows]=read(node);
        rows.forEach(([texts,requirements,tags,numbers],at)=>{
        const [name,title,dialect,service,path,summary]=texts.map(i=>strings[i]);
        items.push({n:items.length,chunk,at,name,title,dialect,service,path,summary,requirements:requirements.map(i=>strings[i]),
        tags:tags.map(i=>strings[i]),verdict:numbers[0],line:numbers[1],took:numbers[2],hay:null})})});
        const detailNodes=document.querySelectorAll("script.details");
        let chunkNumber=-1,chunkData=null;
        const details=item=>{if(chunkNumber!==item.chunk){chunkData=read(detailNodes[item.chunk]);chunkNumber=item.chunk}
        return{strings:chunkData[0],row:chunkData[1][item.at]}};
        let fileTexts=null;
        const fileText=path=>{if(!fileTexts){fileTexts=new Map();
        for(const node of document.querySelectorAll("script.file")){const [name,lines]=read(node);fileTexts.set(name,lines)}}
        return fileTexts.get(path)};
        const badge=v=>el("span","badge "+VERDICTS[v],SHAPES[v]+" "+WORDS[v]);

        """#

    /// The list: only the rows in sight are in the document.
    private static let list = #"""
        const ROW=42,list=$("list"),spacer=$("spacer");
        let shown=items,current=-1;
        const drawList=()=>{
        const first=Math.max(0,Math.floor(list.scrollTop/ROW)-6),last=Math.min(shown.length,Math.ceil((list.scrollTop+list.clientHeight)/ROW)+6);
        spacer.style.height=shown.length*ROW+"px";
        const rows=[];
        for(let i=first;i<last;i++){const item=shown[i];
        const mark=el("span","mark",SHAPES[item.verdict]);mark.setAttribute("aria-label",WORDS[item.verdict]);
        const row=el("div","row "+VERDICTS[item.verdict],mark,el("span","name m",item.name),
        el("span","took",item.verdict===4?"":span(item.took)),el("span","title",item.verdict?item.summary||item.title:item.title));
        row.id="row"+item.n;row.setAttribute("role","option");row.setAttribute("aria-selected",i===current);
        row.setAttribute("aria-setsize",shown.length);row.setAttribute("aria-posinset",i+1);
        row.style.top=i*ROW+"px";row.addEventListener("click",()=>select(i));rows.push(row)}
        spacer.replaceChildren(...rows);
        if(current>=0&&shown[current])list.setAttribute("aria-activedescendant","row"+shown[current].n);
        else list.removeAttribute("aria-activedescendant")};
        let pending=0;
        list.addEventListener("scroll",()=>{if(!pending)pending=requestAnimationFrame(()=>{pending=0;drawList()})});
        window.addEventListener("resize",drawList);
        const reveal=i=>{const top=i*ROW,high=list.clientHeight;if(Math.abs(top-list.scrollTop-high/2)>2*high)list.scrollTop=top-high/3;
        else if(top<list.scrollTop)list.scrollTop=top;
        else if(top+ROW>list.scrollTop+high)list.scrollTop=top+ROW-high};
        const select=i=>{if(!shown.length)return;current=Math.max(0,Math.min(shown.length-1,i));reveal(current);drawList();open(shown[current]);
        note("#s"+shown[current].n)};
        const note=hash=>{try{history.replaceState(null,"",hash)}catch{}};
        list.addEventListener("keydown",event=>{
        const page=Math.max(1,Math.floor(list.clientHeight/ROW)-1);
        const to={ArrowDown:current+1,ArrowUp:current-1,PageDown:current+page,PageUp:current-page,Home:0,End:shown.length-1}[event.key];
        if(to!==undefined){event.preventDefault();select(to)}
        else if(event.key==="Enter"){event.preventDefault();if(current<0)select(0);$("detail").focus();$("detail").scrollIntoView({block:"start"})}});
        $("detail").addEventListener("keydown",event=>{if(event.key==="Escape"){list.focus();list.scrollIntoView({block:"nearest"})}});

        """#

    /// The filters, and their form in the address.
    private static let filters = #"""
        const wanted={v:new Set(),s:"",d:"",r:"",t:"",q:""},controls={},verdictButtons=[];
        const haystack=item=>item.hay??=[item.name,item.title,item.summary,item.path,item.dialect,item.service,...item.requirements,...item.tags]
        .join(" ").toLowerCase();
        const filter=keep=>{
        const words=wanted.q.toLowerCase().split(/\s+/).filter(Boolean),open=keep&&current>=0?shown[current]:null;
        shown=items.filter(item=>(!wanted.v.size||wanted.v.has(item.verdict))&&(!wanted.s||item.service===wanted.s)&&
        (!wanted.d||item.dialect===wanted.d)&&(!wanted.t||item.tags.includes(wanted.t))&&(!wanted.r||item.requirements.includes(wanted.r))&&
        words.every(word=>haystack(item).includes(word)));
        current=open?shown.indexOf(open):-1;
        $("found").textContent=shown.length===items.length?items.length+" scenarios":shown.length+" of "+items.length+" scenarios";
        if(current<0)list.scrollTop=0;else reveal(current);
        drawList()};
        const showControls=()=>{verdictButtons.forEach((button,v)=>button.setAttribute("aria-pressed",wanted.v.has(v)));
        for(const key in controls)controls[key].value=wanted[key]};
        const values=key=>[...new Set(items.flatMap(item=>item[key]))].sort();
        const choice=(key,label,options)=>{if(options.length<2)return;
        const box=el("select","",el("option","",label));box.firstChild.value="";
        for(const value of options)box.append(el("option","",value));
        box.setAttribute("aria-label",label);controls[key]=box;
        box.addEventListener("change",()=>{wanted[key]=box.value;filter(true)});$("filters").append(box)};
        const buildFilters=()=>{
        const form=$("filters");form.addEventListener("submit",event=>event.preventDefault());
        const search=el("input");search.type="search";search.id="search";search.placeholder="Search name, title, reason, requirement, tag   /";
        search.setAttribute("aria-label","Search");controls.q=search;form.append(search);
        search.addEventListener("input",()=>{wanted.q=search.value;filter(true)});
        search.addEventListener("keydown",event=>{if(event.key==="ArrowDown"||event.key==="Enter"){event.preventDefault();list.focus();
        if(current<0)select(0)}else if(event.key==="Escape"){search.value=wanted.q="";filter(true);list.focus()}});
        VERDICTS.forEach((_,v)=>{const button=el("button","",SHAPES[v]+" "+WORDS[v]);button.type="button";verdictButtons.push(button);
        button.hidden=!items.some(item=>item.verdict===v);
        button.addEventListener("click",()=>{if(!wanted.v.delete(v))wanted.v.add(v);showControls();filter(true)});form.append(button)});
        choice("d","every dialect",values("dialect"));choice("s","every service",values("service"));choice("t","every tag",values("tags"));
        const requirement=el("input"),names=el("datalist");names.id="names";requirement.setAttribute("list","names");
        requirement.placeholder="requirement";requirement.size=16;requirement.setAttribute("aria-label","Requirement");controls.r=requirement;
        for(const value of values("requirements"))names.append(Object.assign(el("option"),{value}));
        requirement.addEventListener("input",()=>{wanted.r=requirement.value.trim();filter(true)});form.append(requirement,names);
        const all=el("button","","clear");all.type="button";
        all.addEventListener("click",()=>{Object.assign(wanted,{v:new Set(),s:"",d:"",r:"",t:"",q:""});showControls();filter(true);note("#scenarios")});
        form.append(all)};
        const follow=()=>{
        const hash=location.hash;
        if(/^#s\d+$/.test(hash)){const n=+hash.slice(2);if(!items[n])return;
        if(!shown.includes(items[n])){Object.assign(wanted,{v:new Set(),s:"",d:"",r:"",t:"",q:""});showControls();filter()}
        select(shown.indexOf(items[n]));$("scenarios").scrollIntoView()}
        else if(hash.startsWith("#?")){const query=new URLSearchParams(hash.slice(2));
        for(const key of["s","d","r","t","q"])wanted[key]=query.get(key)??"";
        wanted.v=new Set([VERDICTS.indexOf(query.get("v"))].filter(v=>v>=0));
        showControls();filter();$("scenarios").scrollIntoView();list.focus({preventScroll:true});if(shown.length){current=0;drawList();open(shown[0])}}};

        """#
}
