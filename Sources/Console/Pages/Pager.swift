/// To the part of a list before and after the one that is shown.
struct Pager {
    private let context: PageContext
    private let offset: Int
    private let perPage: Int
    private let count: Int?
    private let hasMore: Bool
    private let link: (Int) -> Link

    /// - Parameters:
    ///   - count: how many the whole list has.
    ///   - link: the page that begins at a place of the list.
    init(
        _ context: PageContext, offset: Int, perPage: Int, count: Int,
        _ link: @escaping (Int) -> Link
    ) {
        self.context = context
        self.offset = offset
        self.perPage = perPage
        self.count = count
        hasMore = offset + perPage < count
        self.link = link
    }

    /// - Parameter hasMore: whether the list goes on behind this part, where nobody counted it.
    init(
        _ context: PageContext, offset: Int, perPage: Int, hasMore: Bool,
        _ link: @escaping (Int) -> Link
    ) {
        self.context = context
        self.offset = offset
        self.perPage = perPage
        count = nil
        self.hasMore = hasMore
        self.link = link
    }

    /// Nothing where one page holds all.
    var html: HTML {
        guard hasMore || offset > 0 else { return .empty }
        let w = context.w
        return tag("div", .class("actions")) {
            if offset > 0 {
                tag(
                    "a", .class("button back"), .href(link(max(0, offset - perPage))),
                    text: w(.previousPage))
            }
            if let count {
                let last = min(count, offset + perPage)
                tag(
                    "span", .class("muted small"),
                    text: w(
                        .partOfList, w.number(min(offset + 1, last)), w.number(last),
                        w.number(count)))
            }
            if hasMore {
                tag("a", .class("button"), .href(link(offset + perPage)), text: w(.nextPage))
            }
        }
    }
}
