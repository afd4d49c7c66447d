package dev.chasqui.cli.backends;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "resume",
        description = "Give a drained backend requests again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends resume 10.0.0.5-8080",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class BackendsResumeCommand extends MarkCommand {
    BackendsResumeCommand(Map<String, String> environment) {
        super(environment, "resume", "gets requests again.");
    }
}
