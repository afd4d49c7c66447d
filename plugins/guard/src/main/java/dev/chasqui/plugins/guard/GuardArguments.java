package dev.chasqui.plugins.guard;

import dev.chasqui.domain.agent.Argument;

import java.util.Optional;

/** The arguments of {@code /guard}. */
record GuardArguments(
        @Argument(help = "report, redact or refuse both; never milder than the config")
                Optional<Mode> mode,
        @Argument(help = "the same for personal data and secrets") Optional<Mode> data,
        @Argument(help = "the same for prompt injections") Optional<Mode> injections,
        @Argument(help = "guard requests to backends of every zone", fallback = "false")
                boolean always) {}
