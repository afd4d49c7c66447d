package dev.chasqui.cli.models;

import dev.chasqui.cli.command.Version;

import picocli.CommandLine.Command;

import java.util.Map;

@Command(
        name = "load",
        description = "Load a model of the pool or of a backend, and wait until it is ready.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui models load llama3",
            "  chasqui models load llama3 --backend desk",
            "  CHASQUI_KEY=chq_... chasqui models load llama3     if there are keys: an admin's",
        })
final class ModelsLoadCommand extends PlacedCommand {
    ModelsLoadCommand(Map<String, String> environment) {
        super(environment, "/admin/pool/load", "/admin/models/load");
    }
}
