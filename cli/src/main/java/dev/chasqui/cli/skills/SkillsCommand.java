package dev.chasqui.cli.skills;

import dev.chasqui.cli.command.CommandGroup;
import dev.chasqui.cli.command.Version;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Map;

/** The command {@code skills}. */
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
public final class SkillsCommand extends CommandGroup {
    private SkillsCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param environment the environment's variables
     * @param skills the actions of the subcommands
     */
    public static CommandLine withSubcommands(
            Map<String, String> environment, SkillsAction skills) {
        return new CommandLine(new SkillsCommand())
                .addSubcommand(new SkillsListCommand(environment, skills))
                .addSubcommand(new SkillsAddCommand(environment, skills))
                .addSubcommand(new SkillsRemoveCommand(environment, skills));
    }
}
