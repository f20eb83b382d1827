/// How far a step of a payroll is; nothing when none is being done.
struct PayrollWorkState {
    private let context: PageContext
    private let state: LongWork.State?

    init(_ context: PageContext, _ state: LongWork.State?) {
        self.context = context
        self.state = state
    }

    /// The part of the page that is asked for again while it runs.
    var html: HTML {
        guard let state, state.isRunning else { return .empty }
        return WorkBar(context, state, title: context.w(.payrollWorks)).html
    }
}
