package dev.chasqui.adapters.skills;

import dev.chasqui.application.agents.FixedGeneration;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.AgentType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The skills of a folder. The folder is looked at when agents are asked for, at most once a second;
 * a skill that changed is read again. Exchanges that run go on with the skill that they began with.
 * Safe for use by several threads.
 */
public final class SkillAgents implements Agents {
    private static final System.Logger LOG = System.getLogger(SkillAgents.class.getName());
    private static final Duration FRESHNESS = Duration.ofSeconds(1);

    private final ReentrantLock looking = new ReentrantLock();
    private SkillFolder folder;
    private boolean choose;
    private volatile FixedGeneration present = FixedGeneration.EMPTY;
    private volatile long lookedAt;

    /**
     * @param folder the folder; it need not exist
     * @param choose true if the command {@code /skills} lets the model choose
     */
    public SkillAgents(Path folder, boolean choose) {
        this.folder = new SkillFolder(folder);
        this.choose = choose;
        look();
    }

    /** Changes the folder and the choice; skills that stay are not read again. */
    public void change(Path nextFolder, boolean nextChoose) {
        looking.lock();
        try {
            if (!folder.path().equals(nextFolder)) {
                folder = new SkillFolder(nextFolder);
            }
            choose = nextChoose;
            look();
        } finally {
            looking.unlock();
        }
    }

    @Override
    public AgentGeneration enter() {
        if (System.nanoTime() - lookedAt > FRESHNESS.toNanos() && looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
        return present;
    }

    private void look() {
        lookedAt = System.nanoTime();
        SkillFolder.Found found = folder.read();
        SortedMap<String, AgentType<?>> types = new TreeMap<>();
        List<Skill> skills = new ArrayList<>(found.skills());
        for (Skill skill : skills) {
            types.put(
                    skill.name(), AgentType.of(skill.name(), skill.help(), new SkillAgent(skill)));
        }
        if (choose && !skills.isEmpty()) {
            types.putIfAbsent(
                    ChooserAgent.NAME,
                    AgentType.of(
                            ChooserAgent.NAME,
                            "Lets the model choose among the skills",
                            new ChooserAgent(skills)));
        }
        found.mistakes()
                .forEach(
                        (name, why) -> {
                            if (!why.equals(present.refused().get(name))) {
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () -> "skill '" + name + "': " + why);
                            }
                        });
        present = new FixedGeneration(types, found.mistakes());
    }
}
