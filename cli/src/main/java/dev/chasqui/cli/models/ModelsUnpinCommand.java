package dev.chasqui.cli.models;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "unpin",
        description = "Allow a model of the pool to be unloaded again when its place is needed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models unpin llama3",
            "  CHASQUI_KEY=chq_... chasqui models unpin llama3     if there are keys: an admin's",
        })
final class ModelsUnpinCommand extends PoolCommand {
    ModelsUnpinCommand(Map<String, String> environment) {
        super(environment, "/admin/pool/unpin");
    }
}
