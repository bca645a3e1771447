extension HTMLScript {
    /// The message sequence chart: host, modem and every party of the bench, time downward.
    static let chart = #"""
        const CHAR=7.25,NAMES=("NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
        ).split(" ");
        const pair=code=>code.toString(16).toUpperCase().padStart(2,"0");
        const NAMED=new RegExp("^<(lt|SP|DEL|0x..|"+NAMES.join("|")+")>");
        const pieces=bytes=>{const out=[];let plain="";
        for(let i=0;i<bytes.length;i++){const c=bytes[i],code=c.charCodeAt(0),named=c==="<"&&NAMED.test(bytes.slice(i,i+6));
        if(code>=32&&code<127&&!named){plain+=c;continue}
        if(plain)out.push([plain,false]);plain="";
        out.push(["<"+(named?"lt":code<32?NAMES[code]:code===127?"DEL":"0x"+pair(code))+">",true])}
        if(plain)out.push([plain,false]);return out};
        const hexPieces=bytes=>[[[...bytes].map(c=>pair(c.charCodeAt(0))).join(" "),false]];
        const clip=(parts,width)=>{const out=[];let used=0;
        for(const[text,ctl]of parts){if(used+text.length<=width){out.push([text,ctl]);used+=text.length;continue}
        out.push([(ctl?"":text.slice(0,Math.max(0,width-used-1)))+"…",ctl]);return out}return out};
        const length=parts=>parts.reduce((sum,[text])=>sum+text.length,0);
        let inHex=false;
        const label=(strings,row)=>{
        const show=inHex?hexPieces:pieces,parts=show(strings[row[2]]);
        if(row[3]>=0)parts.push(["…",true],...show(strings[row[3]]));
        if(row.length>7)parts.unshift([strings[row[7]]+": ",false]);
        return parts};
        const chartView=(strings,own,findings,dropped,rows,sources)=>{
        const body=el("div","chart");body.tabIndex=0;body.setAttribute("role","group");
        body.setAttribute("aria-label","Message sequence chart; arrow keys move from message to message");
        const message=el("div","");message.id="message";message.hidden=true;
        const toggle=el("button","",inHex?"as text":"as hexadecimal");toggle.type="button";
        const draw=()=>drawChart(body,message,strings,own,findings,dropped,rows,sources);
        toggle.addEventListener("click",()=>{inHex=!inHex;toggle.textContent=inHex?"as text":"as hexadecimal";draw()});
        draw();
        return[el("h4","","Message sequence"),el("div","tools",toggle,el("span","quiet","a message chosen shows all its bytes and its line")),body,message]};
        const drawChart=(body,message,strings,own,findings,dropped,rows,sources)=>{
        const parties=[...new Set(rows.filter(row=>row[0]===3).map(row=>strings[row[2]]))];
        const near=[0],far=[0];
        for(const row of rows){if(row[0]===1||row[0]===2)near.push(length(label(strings,row)));if(row[0]===3)far.push(strings[row[3]].length)}
        const most=list=>list.reduce((a,b)=>Math.max(a,b),0),across=body.clientWidth||$("detail").clientWidth;
        const left=across<500?96:112,right=parties.length?56:48,room=across-left-right-20,lanes=parties.length;
        let wide=Math.min(430,Math.max(220,most(near)*CHAR+40)),slim=Math.min(220,Math.max(120,most(far)*CHAR+24));
        if(wide+slim*lanes>room){slim=Math.max(88,Math.min(slim,(room-wide)/Math.max(1,lanes)));wide=Math.min(wide,Math.max(lanes?240:200,room-slim*lanes))}
        const X=[left,left+wide];parties.forEach((_,i)=>X.push(left+wide+slim*(i+1)));
        const width=X[X.length-1]+right;
        const head=sv("svg",{width,height:30,viewBox:`0 0 ${width} 30`}),kids=[];
        ["host","modem",...parties].forEach((name,i)=>{const w=Math.max(64,name.length*8+20);
        head.append(sv("rect",{class:"headbox",x:X[i]-w/2,y:4,width:w,height:22,rx:2}),sv("text",{class:"head",x:X[i],y:19.5,"text-anchor":"middle"},name))});
        let y=8,last=null,clock=null,previous=null;
        const at=(us,dy)=>{if(us!==last)kids.push(sv("text",{class:"time",x:70,y:y+dy,"text-anchor":"end"},seconds(us)));last=us};
        const spans=parts=>parts.map(([text,ctl])=>sv("tspan",ctl?{class:"ctl"}:{},text));
        const arrow=(from,to,h,side)=>{const d=to>from?-7:7;
        return[sv("path",{class:"arrow"+(side?" side":""),d:`M${from} ${h}H${to+d/2}`}),
        sv("path",{class:"tip"+(side?" sidetip":""),d:`M${to} ${h}l${d} -3.5v7z`})]};
        const verdicts=findings.map(([fixed])=>({us:fixed[7],verdict:strings[fixed[0]],text:strings[fixed[1]]}));
        const marks=until=>{while(verdicts.length&&verdicts[0].us<=until){const v=verdicts.shift(),g=sv("g",{class:"verdictline "+v.verdict});
        at(v.us,15);g.append(sv("path",{d:`M84 ${y+11}h10M${X[0]-6} ${y+5}l12 12m0 -12l-12 12`}),
        sv("text",{x:X[0]+14,y:y+15},(v.verdict+": "+v.text).slice(0,Math.floor((width-X[0]-20)/CHAR))));kids.push(g);y+=26}};
        if(dropped){kids.push(sv("text",{class:"soft",x:X[0],y:y+14},`… ${dropped} earlier messages are left out`));y+=24}
        rows.forEach((row,index)=>{
        const us=row[1];
        if(last!==null&&us>last)marks(us-1);
        if(clock!==null&&us-clock>=15e5){kids.push(sv("path",{class:"wait",d:`M84 ${y+10}H${width-10}`}),
        sv("text",{class:"time",x:88,y:y+7},span(us-clock)+" later"));y+=20}
        clock=us;
        if(row[0]===0){y+=6;kids.push(sv("path",{class:"phaseline",d:`M84 ${y+10}H${width-10}`}),
        sv("text",{class:"phase",x:88,y:y+6},strings[row[2]]));y+=18;return}
        const g=sv("g",{class:"msg","data-row":index});kids.push(g);
        if(row[0]===4){g.append(sv("rect",{class:"hit",x:78,y,width:width-82,height:22}));at(us,15);
        g.append(sv("path",{class:"tip sidetip",d:`M${X[0]-5} ${y+11}l5 -5l5 5l-5 5z`}),sv("text",{class:"soft",x:X[0]+12,y:y+15},strings[row[2]]));y+=22;
        previous=null;return}
        if(row[0]===3){const text=strings[row[3]],x=X[parties.indexOf(strings[row[2]])+2],dir=text[1]===" "?text[0]:"";
        const room=Math.floor((x-X[1]-14)/CHAR),show=(dir?text.slice(2):text),words=show.length>room?show.slice(0,room-1)+"…":show;
        g.append(sv("rect",{class:"hit",x:78,y,width:width-82,height:26}));at(us,13);
        g.append(sv("text",{class:"soft",x:dir==="<"?X[1]+12:x-12,y:y+13,"text-anchor":dir==="<"?"start":"end"},words));
        if(dir==="<")g.append(...arrow(X[1],x,y+20,true));else if(dir===">")g.append(...arrow(x,X[1],y+20,true));
        else g.append(sv("path",{class:"tip sidetip",d:`M${x-4} ${y+5}h8v8h-8z`}));
        y+=26;return}
        const host=row[0]===1,stray=!host&&!row[5]&&findings.length>0,echo=!host&&previous&&previous[2]===row[2]&&previous[4]===row[4]&&previous[7]===row[7];
        if(echo){g.append(sv("rect",{class:"hit",x:78,y,width:width-82,height:19}));at(us,13);
        g.append(sv("text",{class:"soft",x:X[1]-12,y:y+11,"text-anchor":"end"},"echo"),...arrow(X[1],X[0],y+15,true));y+=19;previous=null;return}
        if(stray)g.setAttribute("class","msg stray");
        const room=Math.floor((wide-26)/CHAR),parts=clip(label(strings,row),room);
        g.append(sv("rect",{class:"hit",x:78,y,width:width-82,height:30}));at(us,14);
        g.append(host?sv("text",{x:X[0]+12,y:y+14},...spans(parts)):sv("text",{x:X[1]-12,y:y+14,"text-anchor":"end"},...spans(parts)),
        ...(host?arrow(X[0],X[1],y+22):arrow(X[1],X[0],y+22)));
        if(stray)g.append(sv("path",{class:"cross",d:`M${X[0]-14} ${y+18}l8 8m0 -8l-8 8`}));
        y+=30;previous=host?row:null});
        marks(Infinity);
        y+=10;
        const lives=X.map(x=>sv("path",{class:"life",d:`M${x} 0V${y}`}));
        const drawing=sv("svg",{width,height:y,viewBox:`0 0 ${width} ${y}`},...lives,...kids);
        const top=el("div","charthead",head);
        body.replaceChildren(top,drawing);
        message.hidden=true;
        const choose=g=>{if(!g)return;for(const on of drawing.querySelectorAll(".on"))on.classList.remove("on");
        g.classList.add("on");const box=g.getBBox(),view=body.clientHeight;
        if(box.y+30<body.scrollTop)body.scrollTop=box.y;else if(box.y+2*box.height+30>body.scrollTop+view)body.scrollTop=box.y+2*box.height+30-view;
        showMessage(message,strings,own,rows[+g.dataset.row],sources)};
        body.onclick=event=>choose(event.target.closest(".msg"));
        body.onkeydown=event=>{if(event.key!=="ArrowDown"&&event.key!=="ArrowUp")return;event.preventDefault();
        const all=[...drawing.querySelectorAll(".msg")],now=all.findIndex(g=>g.classList.contains("on"));
        choose(all[Math.max(0,Math.min(all.length-1,now+(event.key==="ArrowDown"?1:-1)))])}};

        """#

    /// The chart in pieces that fit on a page, cut between messages, each below the names of the parties.
    static let paper = #"""
        const PAGE=860;
        const toPaper=()=>{for(const body of document.querySelectorAll(".chart")){
        const[head,drawing]=body.children,width=drawing.getAttribute("width"),height=+drawing.getAttribute("height");
        const tops=[...drawing.querySelectorAll(".hit")].map(hit=>+hit.getAttribute("y"));
        for(let from=0,to;from<height;from=to){
        to=Math.min(height,from+PAGE);
        if(to<height){const fitting=tops.filter(y=>y>from&&y<=to);if(fitting.length)to=fitting[fitting.length-1]}
        const part=drawing.cloneNode(true);part.setAttribute("viewBox",`0 ${from} ${width} ${to-from}`);part.setAttribute("height",to-from);
        body.append(el("div","paper",head.cloneNode(true),part))}}};
        const fromPaper=()=>{for(const part of document.querySelectorAll(".paper"))part.remove()};

        """#

    /// All that is known of one message.
    static let messages = #"""
        const hexLines=(bytes,offset)=>{let out="";
        for(let i=0;i<bytes.length;i+=16){const part=[...bytes.slice(i,i+16)],hex=part.map((c,k)=>(k===8?"  ":" ")+pair(c.charCodeAt(0))).join("");
        out+=(offset+i).toString(16).toUpperCase().padStart(8,"0")+" "+hex.padEnd(50)+"|"+part.map(c=>c>=" "&&c<="~"?c:".").join("")+"|\n"}return out};
        const WHO={1:"host to modem",2:"modem to host",3:"bench",4:"scenario"};
        const showMessage=(box,strings,own,row,sources)=>{
        const place=placeOf(row,own),title=el("div","",WHO[row[0]]+", "+seconds(row[1])+" s"),nodes=[title];
        if(row[0]===1||row[0]===2){
        const head=strings[row[2]],tail=row[3]<0?"":strings[row[3]],hidden=row[4]-head.length-tail.length;
        title.append(", "+row[4]+" byte"+(row[4]===1?"":"s"));
        const text=el("pre");
        const add=bytes=>{for(const[piece,ctl]of pieces(bytes)){text.append(ctl?el("span","ctl",piece):piece);if(ctl&&piece==="<LF>")text.append("\n")}};
        add(head);if(tail){text.append(el("span","ctl",` … ${hidden} bytes … `));add(tail)}
        nodes.push(text,el("pre","hex",hexLines(head,0)+(tail?"…\n"+hexLines(tail,row[4]-tail.length):"")))}
        else nodes.push(el("pre","",row[0]===3?strings[row[2]]+": "+strings[row[3]]:strings[row[2]]));
        for(const on of document.querySelectorAll(".source .on"))on.classList.remove("on");
        if(place){const path=strings[place[0]];title.append(", ",el("span","m",path+":"+place[1]));
        const tr=sources.lines.get(path+":"+place[1]);
        if(tr){tr.classList.add("on");nodes.push(el("pre","ctl",tr.lastChild.textContent.trim()))}}
        else if(row[0]===2)title.append(", taken by no expectation");
        box.replaceChildren(...nodes);box.hidden=false};

        """#

    /// What makes the page come alive.
    static let start = #"""
        const states=$("states");
        if(states){const trs=[...document.querySelectorAll("tr[data-state]")],buttons=[];
        for(const state of["all",...new Set(trs.map(tr=>tr.dataset.state))]){const button=el("button","",state);button.type="button";
        button.setAttribute("aria-pressed",state==="all");buttons.push(button);
        button.addEventListener("click",()=>{for(const b of buttons)b.setAttribute("aria-pressed",b===button);
        for(const tr of trs)tr.hidden=state!=="all"&&tr.dataset.state!==state})}
        states.append(...buttons);states.hidden=false}
        document.addEventListener("keydown",event=>{
        if(event.key==="/"&&!event.ctrlKey&&!event.metaKey&&!event.altKey&&!/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)){
        event.preventDefault();$("scenarios").scrollIntoView();$("search").focus({preventScroll:true});$("search").select()}});
        window.addEventListener("beforeprint",()=>{for(const long of document.querySelectorAll("details.long"))long.open=true;fromPaper();toPaper()});
        window.addEventListener("afterprint",fromPaper);
        window.addEventListener("hashchange",follow);
        for(const keys of document.querySelectorAll(".keys"))keys.hidden=false;
        $("browser").hidden=false;
        buildFilters();showControls();filter();follow();
        if(current<0&&items.length){const first=items.findIndex(item=>item.verdict===1);current=Math.max(0,first);drawList();reveal(current);drawList();
        open(items[current])}

        """#
}
