package dev.chasqui.plugins.guard;

import dev.chasqui.domain.binding.Key;

import java.util.List;

/** The section {@code agents.guard} of the config. */
record GuardConfig(
        @Key(
                        help =
                                "The answer to personal data and secrets in a request that leaves"
                                        + " the network: `report`, `redact` or `refuse`. A caller"
                                        + " may only ask for a stricter one.",
                        fallback = "redact")
                Mode data,
        @Key(
                        help =
                                "The answer to prompt injections in passages and tool results:"
                                        + " `report`, `redact` or `refuse`. A caller may only ask"
                                        + " for a stricter one.",
                        fallback = "report")
                Mode injections,
        @Key(
                        help = "Guards requests to backends of every zone, not only of open ones.",
                        fallback = "false")
                boolean always,
        @Key(help = "Words and names that count as personal data: whole words, in any case.")
                List<String> words,
        @Key(
                        help =
                                "The answer to images, audio and files that leave the network and"
                                        + " cannot be searched: `pass` or `refuse`.",
                        fallback = "pass")
                Unreadable unreadable,
        @Key(
                        help =
                                "`true` keeps a request with personal data or secrets in the"
                                        + " network, and the later ones of its session, instead of"
                                        + " replacing them.",
                        fallback = "false")
                boolean inside) {}
