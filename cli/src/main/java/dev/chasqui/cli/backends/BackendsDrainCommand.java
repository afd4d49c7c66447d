package dev.chasqui.cli.backends;

import dev.chasqui.cli.client.AdminCommand;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "drain",
        description = "Give a backend no new requests, also after a restart. Its open ones go on.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui backends drain 10.0.0.5-8080",
            "",
            AdminCommand.KEY_NEEDED,
        })
final class BackendsDrainCommand extends MarkCommand {
    BackendsDrainCommand(Map<String, String> environment) {
        super(environment, "drain", "gets no new requests.");
    }
}
