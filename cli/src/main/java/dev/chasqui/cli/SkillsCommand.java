package dev.chasqui.cli;

import picocli.CommandLine.Command;

@Command(
        name = "skills",
        description = "List, add or remove skills: folders with a SKILL.md, which are commands.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chasqui skills list               the skills, with the mistakes in them",
            "  chasqui skills add ~/my-skill     copy a skill; a running server takes it up",
            "  chasqui skills remove my-skill    move it to .removed in the folder of skills",
        })
final class SkillsCommand extends CommandGroup {}
