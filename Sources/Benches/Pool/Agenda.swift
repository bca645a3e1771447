internal import Execution
internal import ScenarioLanguage
internal import World

/// What devices are to run, in which order, and what that asks of them.
struct Agenda {
    let items: [WorkItem]
    /// What each item asks of a device where all goes well, by its place; nil for what does not apply.
    private(set) var costs: [RunCost?] = []
    /// What is said of it before it begins; nil when that is not worth saying.
    private(set) var forecast: String?

    /// - Parameter isolating: Every scenario begins by itself, in the scenarios' order.
    init(_ items: [WorkItem], devices: [DeviceUnderTest], isolating: Bool) {
        guard let device = devices.first else {
            self.items = items
            return
        }
        if isolating {
            self.items = items
        } else {
            let beginnings = items.map { item in Self.plan(of: item, on: device)?.beginning }
            self.items = Self.together(beginnings).map { items[$0] }
        }
        var forecast = RunForecast()
        var states = Array(repeating: DeviceForecast(isolating: isolating), count: devices.count)
        // Compiled once more: plans of all instances at once would take memory for each.
        for item in self.items {
            guard let plan = Self.plan(of: item, on: device) else {
                costs.append(nil)
                continue
            }
            let gap = device.writeGap(for: item.dialect)
            let cost = states[forecast.scenarios % devices.count].run(plan, writeGap: gap)
            costs.append(cost)
            forecast.add(plan.name, cost)
        }
        self.forecast = forecast.text(devices: devices.count)
    }

    /// nil for what does not apply.
    private static func plan(of item: WorkItem, on device: DeviceUnderTest) -> Plan? {
        let plan = item.plan(on: device.profile)
        return device.capabilities.missing(for: plan, dialect: item.dialect) == nil ? plan : nil
    }

    /// The indices in an order in which equal keys follow the first of them, so that what they begin with is made once; nil equals no other.
    static func together<Key: Hashable>(_ keys: [Key?]) -> [Int] {
        var places: [Key: Int] = [:]
        let order = keys.indices.map { index in
            guard let key = keys[index] else { return (place: index, index: index) }
            let place = places[key] ?? index
            places[key] = place
            return (place: place, index: index)
        }
        return order.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.index)
    }
}

/// What a device is expected to know by then, as long as all scenarios pass.
struct DeviceForecast {
    private var memory: DeviceMemory?
    private let isolating: Bool
    private var last: Plan?

    init(isolating: Bool) {
        self.isolating = isolating
        memory = isolating ? nil : DeviceMemory()
    }

    /// What the scenario asks of the device after all that have been run before.
    mutating func run(_ plan: Plan, writeGap: Interval) -> RunCost {
        let goesOn = !isolating && last.map(plan.mayGoOn(from:)) ?? false
        last = plan
        if plan.startsFromTheFactory { memory?.forgetAll() }
        defer { if plan.startsFromTheFactory { memory?.forgetAll() } }
        return RunCost(goesOn ? plan.goingOn : plan, writeGap: writeGap, memory: &memory)
    }
}
