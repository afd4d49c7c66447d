package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugin.service.Scheduler;
import dev.chasqui.plugin.service.Secret;
import dev.chasqui.plugin.service.Store;
import dev.chasqui.plugin.service.TimeMetric;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * A check of plug-ins' sections of the configuration. It runs the start of a plug-in up to the read
 * of its section, and collects the mistakes there. The start ends before the plug-in opens
 * anything, since it never gets its data folder or a service. A plug-in of the distribution, whose
 * code is known, goes on in an empty folder until it asks for a service, so that its agents are
 * known.
 */
final class SectionCheck {
    private final List<Failure.Invalid> mistakes = new ArrayList<>();

    /** Thrown to end a start. */
    private static final class StartEndedException extends RuntimeException {
        StartEndedException() {
            super(null, null, false, false);
        }
    }

    /**
     * Checks one plug-in.
     *
     * @param registration receives the contributions that the plug-in makes before its start ends
     * @param scratch the data folder of a plug-in that goes on; empty if it ends at its section
     */
    void check(
            Plugin plugin,
            String name,
            PluginRegistration registration,
            PluginSettings settings,
            Optional<Path> scratch) {
        try {
            Sections sections = new Sections(name, registration, settings, scratch);
            plugin.start(sections, sections);
            plugin.stop();
        } catch (StartEndedException ended) {
            // The plug-in has read its section, or asked for its data folder or a service.
            if (scratch.isPresent()) {
                plugin.stop();
            }
        }
    }

    List<Failure.Invalid> mistakes() {
        return List.copyOf(mistakes);
    }

    /** The host of a start that ends at the section. */
    private final class Sections implements Host, Contributions {
        private final String name;
        private final PluginRegistration registration;
        private final PluginSettings settings;

        private final Optional<Path> scratch;

        private Sections(
                String name,
                PluginRegistration registration,
                PluginSettings settings,
                Optional<Path> scratch) {
            this.scratch = scratch;
            this.name = name;
            this.registration = registration;
            this.settings = settings;
        }

        /**
         * {@inheritDoc} A missing section is no mistake of the configuration, even if the plug-in
         * needs one.
         */
        @Override
        public <C extends Record> C config(Class<C> type) {
            List<Failure.Invalid> wrong =
                    settings.sectionNames().contains(name)
                            ? settings.mistakes(name, type)
                            : List.of();
            mistakes.addAll(wrong);
            if (!wrong.isEmpty()) {
                throw new StartEndedException();
            }
            C section = registration.config(type);
            if (scratch.isEmpty()) {
                throw new StartEndedException();
            }
            return section;
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
            return scratch.orElseThrow(StartEndedException::new);
        }

        @Override
        public Store store() {
            throw new StartEndedException();
        }

        @Override
        public Optional<Secret> secret(String secret) {
            throw new StartEndedException();
        }

        @Override
        public Http http() {
            throw new StartEndedException();
        }

        @Override
        public OwnModels models() {
            throw new StartEndedException();
        }

        @Override
        public Scheduler scheduler() {
            throw new StartEndedException();
        }

        @Override
        public Counter counter(String metric, String help) {
            return _ -> {};
        }

        @Override
        public void gauge(String metric, String help, DoubleSupplier value) {}

        @Override
        public TimeMetric timer(String metric, String help) {
            return _ -> {};
        }
    }
}
