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
 * anything, since it never gets its data folder or a service.
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
     * @param registration receives the contributions that the plug-in makes before it reads its
     *     section
     */
    void check(
            Plugin plugin, String name, PluginRegistration registration, PluginSettings settings) {
        try {
            Sections sections = new Sections(name, registration, settings);
            plugin.start(sections, sections);
            plugin.stop();
        } catch (StartEndedException ended) {
            // The plug-in has read its section, or asked for its data folder or a service.
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

        private Sections(String name, PluginRegistration registration, PluginSettings settings) {
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
            if (settings.sectionNames().contains(name)) {
                mistakes.addAll(settings.mistakes(name, type));
            } else {
                registration.config(type);
            }
            throw new StartEndedException();
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
            throw new StartEndedException();
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
