public import Dialects
public import VirtualModem
public import World

/// A device that is wrong in one place.
public struct DeviceMutant: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// It has an entry of its manual otherwise.
        case manual
        /// It does one thing of its work otherwise, once.
        case slip
        /// It has one of the defects that scenarios may name.
        case defect
    }

    /// A scenario that may notice, and in which way the device is wrong there.
    public struct Trial: Sendable {
        /// Among those that are tried.
        public var scenario: Int
        fileprivate var occasion: Occasion
    }

    fileprivate enum Occasion: Sendable {
        case always
        case once(Slip, at: Passage)
    }

    public var kind: Kind
    public var name: String
    /// The dialect that it speaks, where that is not its own.
    public var dialect: Dialect?
    /// By their names.
    public var defects: [String] = []
    /// In the order in which they are best tried: the likeliest first.
    public var trials: [Trial]

    /// What stands between the device and its world in a trial.
    public func interposer(_ trial: Trial) -> (any Interposer)? {
        if case .once(let slip, let passage) = trial.occasion { Interference(slip, at: passage) } else { nil }
    }
}

/// What scenarios do and name, from which it follows which devices they may tell from a right one.
public struct DeviceMutants: Sendable {
    /// Of one slip so many occasions are tried at most.
    private static let mostOccasions = 150

    /// What one scenario says, and what passes between modem and world in it.
    public struct Observed: Sendable {
        fileprivate var words: Set<Substring>
        fileprivate var passages: [Passage]
    }

    private let observed: [Observed]
    /// The scenarios, those first in which something passes that passes in few: they look at what others only come through.
    private let rarestFirst: [Int]

    public init(_ observed: [Observed]) {
        self.observed = observed
        let names = observed.map { Set($0.passages.map(\.name)) }
        var counts: [String: Int] = [:]
        for name in names.joined() { counts[name, default: 0] += 1 }
        let rarities = names.map { $0.lazy.compactMap { counts[$0] }.min() ?? .max }
        rarestFirst = observed.indices.sorted { (rarities[$0], $0) < (rarities[$1], $1) }
    }

    /// - Parameters:
    ///   - text: The scenario's lines, name and requirements.
    ///   - parties: What is found at an address of the bench.
    ///   - run: Carries the scenario out.
    public static func observe(
        _ text: String,
        parties: @escaping (IPv4Address) -> String,
        _ run: (any Interposer) -> Void
    ) -> Observed {
        let interference = Interference(parties: parties)
        run(interference)
        return Observed(words: words(of: text), passages: interference.passages)
    }

    /// All of them. - Parameter dialect: That of the scenarios.
    public func all(_ dialect: Dialect) -> [DeviceMutant] {
        ManualMutation.all(of: dialect).map { mutation in
            DeviceMutant(kind: .manual, name: mutation.name, dialect: mutation.dialect, trials: trials(first: mutation.words))
        }
            + Defect.allCases.map {
                DeviceMutant(kind: .defect, name: $0.rawValue, defects: [$0.rawValue], trials: trials(first: []))
            }
            + slips
    }

    /// Every scenario, those that name one of these first.
    private func trials(first names: [String]) -> [DeviceMutant.Trial] {
        let sought = names.map(Self.words)
        let naming = rarestFirst.filter { scenario in sought.contains { $0.isSubset(of: observed[scenario].words) } }
        let named = Set(naming)
        let others = rarestFirst.filter { !named.contains($0) }
        return (naming + others).map { DeviceMutant.Trial(scenario: $0, occasion: .always) }
    }

    private var slips: [DeviceMutant] {
        var trials: [String: [DeviceMutant.Trial]] = [:]
        for scenario in rarestFirst {
            for passage in observed[scenario].passages {
                for slip in passage.slips {
                    let trial = DeviceMutant.Trial(scenario: scenario, occasion: .once(slip, at: passage))
                    trials["\(passage.name): \(slip.text)", default: []].append(trial)
                }
            }
        }
        return trials.keys.sorted().map { name in
            DeviceMutant(kind: .slip, name: name, trials: Array((trials[name] ?? []).prefix(Self.mostOccasions)))
        }
    }

    /// Names and numbers, in capitals.
    private static func words(of text: String) -> Set<Substring> {
        Set(text.uppercased().split { !$0.isLetter && !$0.isNumber })
    }
}
