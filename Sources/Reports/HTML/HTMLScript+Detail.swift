extension HTMLScript {
    /// One scenario: what it is, why it ended so, its source.
    static let detail = #"""
        const fact=(box,name,...values)=>box.append(el("dt","",name),el("dd","",...values));
        const comparison=(strings,rows)=>{const pre=el("pre","bytes");
        for(let i=0;i<rows.length;i+=2){const label=strings[rows[i]],line=label.padEnd(10)+strings[rows[i+1]]+"\n";
        pre.append(label?line:el("b","",line))}return pre};
        const finding=(strings,[fixed,compared,hexadecimal])=>{
        const verdict=VERDICTS.indexOf(strings[fixed[0]]),box=el("div","finding "+VERDICTS[verdict]),facts=el("dl");
        box.append(badge(verdict),el("span",""," "+strings[fixed[1]]),facts);
        const when="after "+seconds(fixed[7])+" s";
        if(fixed[4]<0)fact(facts,"at",when);
        else fact(facts,"at",el("span","m",strings[fixed[4]]+":"+fixed[5]),", "+when,el("br"),el("code","",strings[fixed[6]]));
        if(fixed[3]>=0)fact(facts,"requires",strings[fixed[3]]);
        if(compared.length)box.append(comparison(strings,compared));
        if(hexadecimal.length){const more=el("details","",el("summary","quiet","the same in hexadecimal"));
        const pre=el("pre","bytes");
        for(let i=0;i<hexadecimal.length;i+=2)pre.append(strings[hexadecimal[i]].padEnd(10)+strings[hexadecimal[i+1]]+"\n");
        more.append(pre);box.append(more)}
        return box};
        const open=item=>{
        const{strings,row:[[assertions,line,path,again],notes,findings,dropped,rows]}=details(item);
        const box=$("detail"),facts=el("dl","facts"),links=[];
        for(const id of item.requirements){const link=el("a","m",id);link.href="#?r="+encodeURIComponent(id);links.push(link," ")}
        fact(facts,"source",el("span","m",strings[path]+":"+line));
        fact(facts,"dialect, service",item.dialect+", "+item.service);
        if(links.length)fact(facts,"verifies",...links);
        if(item.tags.length)fact(facts,"tags",item.tags.join(" "));
        if(item.verdict===4)fact(facts,"why not",item.summary);
        else fact(facts,"took",span(item.took)+", "+assertions+" assertion"+(assertions===1?"":"s"));
        fact(facts,"run again",el("code","",strings[again]));
        for(const n of notes)fact(facts,"note",strings[n]);
        const heading=el("h3","",badge(item.verdict)," ",el("span","m",item.name));
        box.replaceChildren(heading,el("p","",item.title),facts,...findings.map(f=>finding(strings,f)));
        document.body.classList.add("opened");
        const sources=sourceView(strings,path,line,findings,rows);
        if(rows.length)box.append(...chartView(strings,path,findings,dropped,rows,sources));
        if(sources.nodes.length)box.append(el("h4","","Source"),...sources.nodes)};

        """#

    /// The parts of the files that ran, with what ran marked, and what failed.
    static let source = #"""
        const LINEAT={1:5,2:5,4:3};
        const placeOf=(row,own)=>{const at=LINEAT[row[0]];if(!at||!row[at])return null;return[row[at+1]<0?own:row[at+1],row[at]]};
        const isHead=text=>/^[^\s#]/.test(text);
        const sourceView=(strings,own,line,findings,rows)=>{
        const ran=new Map(),bad=new Set(),lines=new Map(),nodes=[];
        const want=(path,number)=>{if(!ran.has(path))ran.set(path,new Set());ran.get(path).add(number)};
        want(strings[own],line);
        for(const row of rows){const place=placeOf(row,own);if(place)want(strings[place[0]],place[1])}
        for(const[fixed]of findings){if(fixed[4]<0)continue;want(strings[fixed[4]],fixed[5]);bad.add(strings[fixed[4]]+":"+fixed[5])}
        for(const[path,numbers]of ran){
        const text=fileText(path);if(!text)continue;
        const blocks=new Map();
        for(const number of numbers){let start=Math.min(number,text.length)-1;while(start>0&&!isHead(text[start]))start--;
        let end=start+1;while(end<text.length&&!isHead(text[end]))end++;
        while(end>start+1&&/^\s*(#.*)?$/.test(text[end-1]))end--;
        if(number>=1&&number<=end)blocks.set(start,end)}
        const body=el("tbody"),frame=el("div","source",el("table","",body));
        frame.tabIndex=0;frame.setAttribute("aria-label","Source of "+path);
        let previous=-1,failed=false;
        for(const[start,end]of[...blocks].sort((a,b)=>a[0]-b[0])){
        if(previous>=0)body.append(el("tr","",el("td","no"),el("td","ran"),el("td","quiet","")));
        for(let i=start;i<end;i++){const key=path+":"+(i+1),isBad=bad.has(key),did=numbers.has(i+1)&&!isHead(text[i]);
        const mark=el("td","ran",isBad?"✕":did?"·":"");
        const tr=el("tr",isBad?"bad":"",el("td","no",String(i+1)),mark,el("td","",text[i]));
        if(isBad){failed=true;mark.setAttribute("aria-label","failed here")}
        lines.set(key,tr);body.append(tr)}previous=end}
        if(!body.firstChild)continue;
        const title=el("span","m",path);
        if(path===strings[own])nodes.unshift(el("p","quiet",title),frame);
        else{const more=el("details","",el("summary","quiet",title),frame);more.open=failed;nodes.push(more)}}
        return{nodes,lines}};

        """#
}
