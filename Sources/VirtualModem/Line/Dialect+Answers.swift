import ATCommands
import Dialects
import World

/// What the modem says, as it is framed.
extension Dialect {
    func response(_ result: StandardResult) -> Response { .result(text: text(result), number: result.rawValue) }
    func text(_ result: StandardResult) -> String { results.first { $0.number == result.rawValue }?.text ?? result.text }

    /// `CONNECT` and a rate; an indication without a number where the table has none for the rate.
    func connect(rate: CallRate) -> Response {
        let text = "CONNECT \(rate)"
        return number(ofResult: text).map { .result(text: text, number: $0) } ?? .indication(text)
    }

    /// The first spelling is the canonical one.
    func response(_ name: FormName) -> Response { response(form(name)) }

    /// By its name, which the dialect has.
    func response(_ name: String) -> Response {
        guard let form = forms.first(where: { $0.name == name }) else { preconditionFailure("no form \(name)") }
        return response(form)
    }

    /// What a data mode names behind `then`: a form, or a result by its text.
    func response(toSuccess answer: String) -> Response {
        number(ofResult: answer).map { .result(text: answer, number: $0) } ?? response(answer)
    }

    private func response(_ form: Form) -> Response {
        form.number.map { .result(text: form.spellings[0], number: $0) } ?? .indication(form.spellings[0])
    }

    /// - Parameter otherwise: Where the dialect does not say.
    func interval(_ timing: TimingName, otherwise: Interval) -> Interval {
        timings[timing.rawValue] == nil ? otherwise : interval(timing)
    }

    func interval(_ timing: TimingName) -> Interval { Interval(nanoseconds: self.timing(timing)) }
}
