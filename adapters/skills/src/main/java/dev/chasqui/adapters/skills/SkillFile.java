package dev.chasqui.adapters.skills;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The reader of a SKILL.md. */
final class SkillFile {
    /** The file that makes a folder a skill. */
    static final String NAME = "SKILL.md";

    /** The largest SKILL.md in bytes. */
    static final int MOST_BYTES = 256 << 10;

    private static final int LONGEST_DESCRIPTION = 8_192;
    private static final Pattern COMMAND = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private SkillFile() {}

    /**
     * Reads the skill of a folder.
     *
     * @throws SkillException with the mistake: line and column, or the reason why the file cannot
     *     be read
     */
    static Skill read(Path folder) throws SkillException {
        String text = SkillFiles.text(folder, NAME, MOST_BYTES);
        FrontMatter matter;
        try {
            matter = FrontMatter.read(text);
            return skill(matter, folder);
        } catch (SkillException e) {
            throw new SkillException(NAME + ", " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // One folder must not take the others down with it.
            throw new SkillException(
                    NAME + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Skill skill(FrontMatter matter, Path folder) throws SkillException {
        MatterValue name =
                matter.member("name")
                        .orElseThrow(
                                () -> FrontMatter.at(1, 1, "no name (expected: a line 'name: …')"));
        if (!COMMAND.matcher(name.text()).matches()) {
            throw name.problem(
                    "is no command (expected: a letter, then letters, digits, - or _; at most 64)");
        }
        MatterValue description =
                matter.member("description")
                        .orElseThrow(
                                () ->
                                        FrontMatter.at(
                                                1,
                                                1,
                                                "no description (expected: a line 'description:"
                                                        + " …')"));
        String words = description.text().strip();
        if (words.isEmpty() || words.length() > LONGEST_DESCRIPTION) {
            throw description.problem(
                    "is empty or too long (expected: 1 to " + LONGEST_DESCRIPTION + " characters)");
        }
        Optional<MatterValue> tools =
                matter.member("allowed-tools", "allowed_tools", "allowed tools", "allowedTools");
        Optional<List<String>> allowed =
                tools.isEmpty() ? Optional.empty() : Optional.of(tools.get().list());
        String instructions = matter.rest().strip();
        if (instructions.isEmpty()) {
            throw FrontMatter.at(1, 1, "no instructions (expected: a text after the front matter)");
        }
        return new Skill(name.text(), words, allowed, instructions, folder);
    }
}
