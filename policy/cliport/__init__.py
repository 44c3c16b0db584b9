"""CLIPort's policy: where to pick by attention, where to place by transport, words by CLIP or by our encoder.

    blocks      what the networks are made of
    spatial     the stream that sees shape, colour and height and knows no words
    semantic    the stream that words steer; how the two come together
    clip        CLIP from a folder of this machine, frozen
    transport   crops that are turned, and the correlation of features
    learner     the policy: three pairs of streams, what their answers cost, and how it decides

Sources: CLIPort (Shridhar et al. 2021, arXiv 2109.12098, section 3) and Transporter networks (Zeng et al.
2020, arXiv 2010.14406, section 3). Where this differs is said in `docs/policies.md`.
"""
