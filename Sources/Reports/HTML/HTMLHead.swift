import Octets

/// What every page begins with, up to its body.
struct HTMLHead {
    let title: String
    /// The only one that may run; nil: none may.
    var script: String?

    /// Nothing is loaded, and only this very style and this very script count (CSP Level 3, hashes).
    var bytes: [UInt8] {
        func hash(_ text: String) -> String { "'sha256-\(Base64.encode(SHA256.digest(Array(text.utf8))))'" }
        let scripts = script.map { "script-src \(hash($0)); " } ?? ""
        let policy =
            "default-src 'none'; style-src \(hash(HTMLStyle.text)); \(scripts)" + "base-uri 'none'; form-action 'none'"
        let text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body>

            """
        return Array(text.utf8)
    }
}
