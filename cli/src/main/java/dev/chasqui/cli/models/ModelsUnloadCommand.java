package dev.chasqui.cli.models;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "unload",
        description = "Unload a model of the pool or of a backend as soon as it is not in use.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models unload llama3",
            "  chasqui models unload llama3 --backend desk",
            "  CHASQUI_KEY=chq_... chasqui models unload llama3     if there are keys: an admin's",
        })
final class ModelsUnloadCommand extends PlacedCommand {
    ModelsUnloadCommand(Map<String, String> environment) {
        super(environment, "/admin/pool/unload", "/admin/models/unload");
    }
}
