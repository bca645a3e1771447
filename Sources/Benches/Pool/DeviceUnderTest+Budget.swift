internal import BenchFacts
internal import Rigs
internal import ScenarioLanguage
internal import World

// What a run uses of the device, held against the budgets of its rig.
extension DeviceUnderTest {
    /// What the scenario may use of the device beyond what is left; nil when there is enough.
    func lacks(for plan: Plan) -> String? {
        let limits = setup.limits
        guard !setup.rig.budget.limits.isEmpty || plan.values.contains(.pin) else { return nil }
        let cost = RunCost(plan, writeGap: .zero)
        for resource in Rig.Budget.Resource.allCases {
            guard let limit = limits[resource], let needed = cost.uses[resource], needed > 0 else { continue }
            if used[resource, default: 0] + needed > limit {
                let left = max(0, limit - used[resource, default: 0])
                return "of the rig's budget of \(limit) \(resource.rawValue) \(left) are left, and the scenario may use \(needed)"
            }
        }
        return nil
    }

    func count(_ bytes: [UInt8], of plan: Plan) {
        guard !setup.limits.isEmpty else { return }
        if let resource = RunCost.resource(of: bytes, isCall: plan.calls) {
            used[resource, default: 0] += 1
        } else if bytes.last != 0x0D {
            used[.payloadBytes, default: 0] += bytes.count
        }
    }
}
