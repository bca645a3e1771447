internal import Execution
internal import ScenarioLanguage
internal import World

/// What devices are to run, in which order, and what that asks of them.
struct LiveAgenda {
    private(set) var items: [WorkItem]
    /// What is said of it before it begins; nil when that is not worth saying.
    private(set) var forecast: String?
    /// What each item asks of a device, by its place; nil for what does not apply.
    private(set) var costs: [RunCost?] = []
    /// By the item's place; nil for what begins like no other, and for what does not apply.
    private var beginnings: [Beginning?] = []

    init(_ items: [WorkItem], devices: [LiveDevice]) {
        self.items = items
        guard let device = devices.first else { return }
        var forecast = RunForecast()
        for item in items {
            let plan = item.scenario.on(device.profile)[item.index]
            let applies = device.capabilities.missing(for: plan, dialect: item.dialect) == nil
            beginnings.append(applies ? plan.beginning : nil)
            let cost = applies ? RunCost(plan, writeGap: device.writeGap(for: item.dialect)) : nil
            costs.append(cost)
            if let cost { forecast.add(plan.name, cost) }
        }
        self.forecast = forecast.text(devices: devices.count)
    }

    /// Brings together what begins alike, so that what the beginning makes is made once.
    mutating func order() {
        let order = Self.together(beginnings)
        items = order.map { items[$0] }
        costs = order.map { costs[$0] }
        beginnings = order.map { beginnings[$0] }
    }

    /// The indices in an order in which equal keys follow the first of them; nil equals no other.
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
