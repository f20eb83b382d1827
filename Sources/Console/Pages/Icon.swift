/// The drawings beside words: lines on a grid of 20.
enum Icon: String {
    case search = "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4"
    case family =
        "M7 9a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 7 9zM2.5 16.5c0-3 2-5 4.5-5s4.5 2 4.5 5M14 5v6M11.5 8h5"
    case twins =
        "M7.5 5.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12.5 5.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z"
    case conflict = "M3 7h11l-3-3M17 13H6l3 3"
    case chart = "M3 17h14M5.5 14V9M10 14V4M14.5 14v-3"
    case net =
        "M10 4.5v5M10 9.500l-5 4M10 9.500l5 4M10 2.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM4.500 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM15.500 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
    case coins =
        "M3 5h14v10H3zM10 7.700a2.300 2.300 0 1 1 0 4.600 2.300 2.300 0 0 1 0-4.600zM5.500 10h.01M14.500 10h.01"
    case people =
        "M7 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c0-3 2.200-4.800 5-4.800s5 1.800 5 4.800M13 4a2.700 2.700 0 0 1 0 5.200M14.500 12c2 .5 3.500 2 3.500 4.500"
    case eye =
        "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.700a2.300 2.300 0 1 1 0 4.600 2.300 2.300 0 0 1 0-4.600z"
    case pulse = "M2 10h4l2-5 4 10 2-5h4"
    case help =
        "M10 2.500a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15zM7.700 7.700c0-1.300 1-2.200 2.300-2.200s2.300.9 2.300 2.100c0 1.700-2.300 1.800-2.300 3.600M10 14.200v.1"
    case print = "M6 7V3h8v4M6 14H3.500V7h13v7H14M6 11.500h8V17H6z"
    case check = "M4 10.500l4 4 8-9"
    case warning = "M10 3l7.500 13.500h-15zM10 8v4M10 14.200v.1"
    case clock = "M10 2.500a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15zM10 6v4.200l2.800 1.700"
    case lock = "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9"
    case forward = "M8 4l6 6-6 6"
    case file = "M5 3h7l3 3v11H5zM12 3v3h3M10 9v5M7.500 11.500L10 14l2.500-2.500"
    case note = "M4 3h9l3 3v11H4zM7 9h6M7 12h6"

    /// Whether it points along the line and must be mirrored from right to left.
    private var isDirected: Bool { self == .forward }

    var html: HTML {
        tag(
            "svg", .class(isDirected ? "icon mirrored" : "icon"), .at("viewBox", "0 0 20 20"),
            .at("aria-hidden", "true"), .at("focusable", "false")
        ) {
            tag("path", .at("d", rawValue))
        }
    }
}
