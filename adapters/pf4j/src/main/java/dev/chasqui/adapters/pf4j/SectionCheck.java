package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets a plug-in's start go as far as its section of the config, and finds what is wrong there. It
 * is broken off before the plug-in opens anything: its data folder is never given.
 */
final class SectionCheck {
    private final List<Failure.Invalid> mistakes = new ArrayList<>();

    /** Breaks a start off. */
    private static final class Enough extends RuntimeException {
        Enough() {
            super(null, null, false, false);
        }
    }

    /**
     * Checks one plug-in.
     *
     * @param registration takes what it contributes before it asks for its section
     */
    void check(Plugin plugin, String name, Registration registration, PluginSettings settings) {
        try {
            Sections sections = new Sections(name, registration, settings);
            plugin.start(sections, sections);
            plugin.stop();
        } catch (Enough asFarAsItGoes) {
            // Its section was looked at.
        }
    }

    List<Failure.Invalid> mistakes() {
        return List.copyOf(mistakes);
    }

    private final class Sections implements Host, Contributions {
        private final String name;
        private final Registration registration;
        private final PluginSettings settings;

        private Sections(String name, Registration registration, PluginSettings settings) {
            this.name = name;
            this.registration = registration;
            this.settings = settings;
        }

        /** A section that is not given is no mistake of the config, even where one is wanted. */
        @Override
        public <C extends Record> C config(Class<C> type) {
            if (settings.names().contains(name)) {
                mistakes.addAll(settings.mistakes(name, type));
            } else {
                registration.config(type);
            }
            throw new Enough();
        }

        @Override
        public void agent(AgentType<?> type) {
            registration.agent(type);
        }

        @Override
        public void route(WebRoute route) {
            registration.route(route);
        }

        @Override
        public void health(Supplier<Health> health) {
            registration.health(health);
        }

        @Override
        public Path data() {
            throw new Enough();
        }
    }
}
