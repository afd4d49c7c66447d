package dev.chasqui.bootstrap;

import dev.chasqui.adapters.skills.Skill;
import dev.chasqui.adapters.skills.SkillException;
import dev.chasqui.adapters.skills.SkillFolder;
import dev.chasqui.adapters.skills.SkillStore;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.cli.skills.SkillsAction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The actions of {@code chasqui skills}. */
final class LocalSkills implements SkillsAction {

    @Override
    public List<Entry> list(Path folder) {
        SkillFolder.Found found = new SkillStore(folder).read();
        Stream<Entry> usable = found.skills().stream().map(LocalSkills::entry);
        Stream<Entry> broken =
                found.mistakes().entrySet().stream()
                        .map(each -> new Entry(each.getKey(), "", Optional.of(each.getValue())));
        return Stream.concat(usable, broken).sorted(Comparator.comparing(Entry::name)).toList();
    }

    private static Entry entry(Skill skill) {
        return new Entry(skill.name(), skill.description(), Optional.empty());
    }

    @Override
    public String add(Path folder, Path source) {
        try {
            return new SkillStore(folder).add(source).name();
        } catch (SkillException refused) {
            throw CommandFailure.refused(String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.failed("the skill cannot be copied: " + e.getMessage());
        }
    }

    @Override
    public Path remove(Path folder, String name) {
        try {
            return new SkillStore(folder).remove(name);
        } catch (SkillException refused) {
            throw CommandFailure.refused(String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.failed("the skill cannot be moved: " + e.getMessage());
        }
    }
}
