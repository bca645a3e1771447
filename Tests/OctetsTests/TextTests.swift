import Octets
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("\r\nOK\u{03}", "<CR><LF>OK<ETX>"),
        ("MAIL FROM:<a@b>", "MAIL FROM:<a@b>"),
        ("<CR>", "<lt>CR>"),
        ("<0x1A>", "<lt>0x1A>"),
        ("<lt>", "<lt>lt>"),
        ("<cr>", "<cr>"),
        ("<", "<"),
        ("<<CR", "<<CR"),
        (" \u{7F}\u{1B}[31m", " <DEL><ESC>[31m"),
        ("::error::", ":<0x3A>error:<0x3A>"),
        (":::", ":<0x3A><0x3A>"),
        ("##vso[x] ##[y] # a:b", "#<0x23>vso[x] #<0x23>[y] # a:b"),
    ]) func namesControlCharacters(text: String, shown: String) {
        #expect(visible(Array(text.utf8)) == shown)
    }

    @Test func showsEveryByteDifferently() {
        let shown = Set(allBytes.map { visible([$0]) })
        #expect(shown.count == 256)
        #expect(shown.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
        #expect(visible([0x80, 0xFF, 0x00]) == "<0x80><0xFF><NUL>")
    }

    @Test func showsTextSafely() {
        let text = "‘é’ 日\t\u{1B}[31m\u{85}\u{2028}\u{FFFE}\r\n<CR>\n"
        #expect(shown(text) == "‘é’ 日<HT><ESC>[31m<U+0085><U+2028><U+FFFE><CR><LF><CR><LF>")
        #expect(shown(shown(text)) == shown(text))
        #expect(shownLines("\u{7}a\n\nb\n") == "<BEL>a\n\nb\n")
    }

    /// What CI engines take for their commands, and what nobody sees.
    @Test(arguments: [
        ("::error::x", ":<U+003A>error:<U+003A>x"), ("##vso[x] ##[y]", "#<U+0023>vso[x] #<U+0023>[y]"),
        ("a\u{200B}b\u{2066}c\u{AD}d\u{2060}e\u{E0041}", "a<U+200B>b<U+2066>c<U+00AD>d<U+2060>e<U+E0041>"),
        ("# a:b, c: d", "# a:b, c: d"),
    ]) func namesWhatActsInLogs(text: String, safe: String) {
        #expect(shown(text) == safe)
        #expect(shown(safe) == safe)
    }

    @Test func namesGoBothWays() {
        for byte in (0...0x20).map({ UInt8($0) }) + [0x7F] {
            let name = ControlCharacter.name(of: byte)
            #expect(name.flatMap { ControlCharacter.byte(named: $0) } == byte)
        }
        #expect(ControlCharacter.name(of: 0x41) == nil)
        #expect(ControlCharacter.byte(named: "etx") == nil)
        #expect(ControlCharacter.byte(named: "ETX") == 3)
        #expect(ControlCharacter.byte(named: "DC4") == 0x14)
        #expect(ControlCharacter.byte(named: "US") == 0x1F)
    }

    @Test func viewsAsHexadecimal() {
        #expect(hexView([]) == [])
        #expect(hexView(Array("##vso[a]::b".utf8))[0].hasSuffix("|#.vso[a]:.b|"))
        #expect(
            hexView(Array("\r\nOK\r\n".utf8)) == [
                "00000000  0D 0A 4F 4B 0D 0A                                 |..OK..|"
            ]
        )
        #expect(
            hexView(Array(0x38...0x48), from: 0x1F0) == [
                "000001F0  38 39 3A 3B 3C 3D 3E 3F  40 41 42 43 44 45 46 47  |89:;<=>?@ABCDEFG|",
                "00000200  48                                                |H|",
            ]
        )
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]) func encodesBase64(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test func base64KeepsAllValues() {
        for length in 0...256 {
            #expect(Base64.decode(Base64.encode(Array(allBytes.prefix(length)))) == Array(allBytes.prefix(length)))
        }
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "=Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Zm9 ", "Zm9\n", "Zm9é", "====", "Z===", "-_8="])
    func refusesBadBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
