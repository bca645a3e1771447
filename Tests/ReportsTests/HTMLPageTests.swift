import Testing

@testable import Reports

@Suite struct HTMLPageTests {
    @Test func whatDevicesSayIsTextAndNothingElse() {
        var page = HTMLPage(title: "A <page>", summary: "1 & 2")
        page.add(
            HTMLPage.Table(
                title: "T",
                head: ["name", "count"],
                rows: [["<script>alert(1)</script>", "0"], ["\u{202E}x", "3"]]
            )
        )
        page.add(list: "L", ["\"quoted\" & <b>"])
        let text = String(decoding: page.bytes, as: UTF8.self)
        #expect(text.contains("<h1>A &lt;page&gt;</h1><p>1 &amp; 2</p>"))
        #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!text.contains("<script"))
        #expect(!text.unicodeScalars.contains("\u{202E}"))
        #expect(text.contains("<td class=\"n zero\">0</td>"))
        #expect(text.contains("<td class=\"n\">3</td>"))
        #expect(text.contains("&amp; &lt;b&gt;</li>"))
    }
}
