extension Report {
    /// What no gate can see, whatever it says; the README tells more of each.
    static let blindness = [
        "Readers without a group: a job that reads OLD with its own checkpoints and commits nothing to Kafka leaves no "
            + "trace. Ask your teams.",
        "Writers that are rarer than the window: quiet hours prove nothing about a job that runs once a week.",
        "Records between those that are compared: of each partition some single records are laid beside their "
            + "mirrors; one that was changed between them is not seen. `compare` reads all.",
        "What MirrorMaker's pairs of offsets do not tell: where they prove nothing, the condition is unknown, or rests "
            + "on a comparison or on somebody's word; both stand among the rules.",
        "Whether a rule is true: what was excluded, accepted or said to have moved is believed, with its reason.",
        "Anything after the survey that this report speaks for. Ask again before you act.",
    ]
}
