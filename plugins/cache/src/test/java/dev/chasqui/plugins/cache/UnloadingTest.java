package dev.chasqui.plugins.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestChain;
import dev.chasqui.plugin.testkit.TestContributions;
import dev.chasqui.plugin.testkit.TestHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The classes of a stopped plug-in, and of the library in its jar, go away. */
@Timeout(60)
class UnloadingTest {
    private static final int GENERATIONS = 6;

    @Test
    void nothingKeepsTheClassesOfAStoppedPlugin() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < GENERATIONS; i++) {
            loaders.add(used());
        }

        // The JDK's caches of method handles may hold one softly.
        while (loaders.stream().filter(loader -> loader.get() != null).count() > 1) {
            System.gc();
        }
        assertThat(loaders).hasSize(GENERATIONS);
    }

    /** Loads the plug-in, asks the same twice, stops it, and returns its class loader. */
    private static WeakReference<ClassLoader> used() throws Exception {
        try (URLClassLoader loader = loader()) {
            Plugin plugin =
                    loader.loadClass(CachePlugin.class.getName())
                            .asSubclass(Plugin.class)
                            .getConstructor()
                            .newInstance();
            TestContributions contributions = new TestContributions();
            plugin.start(new TestHost("cache", Json.Obj.EMPTY, Path.of("")), contributions);
            TestChain chain = TestChain.saying("ok");
            ChatRequest request =
                    ChatRequest.of(
                            "m", true, Conversation.of(List.of(Message.of(Role.USER, "Hi"))));
            for (int i = 0; i < 2; i++) {
                Replies.events(agent(contributions.agents().getFirst()).handle(request, chain));
            }
            assertThat(chain.requests()).hasSize(1);
            plugin.stop();
            return new WeakReference<>(loader);
        }
    }

    private static <A extends Record> Agent agent(AgentType<A> type) {
        return type.maker().apply(CommandBinder.bind(Command.of("cache"), type));
    }

    private static URLClassLoader loader() throws IOException {
        URL[] jar = {
            CachePlugin.class.getProtectionDomain().getCodeSource().getLocation(),
            Caffeine.class.getProtectionDomain().getCodeSource().getLocation()
        };
        return new URLClassLoader(jar, new Contract());
    }

    /** The classes that the server shows a plug-in, without those of its jar. */
    private static final class Contract extends ClassLoader {
        Contract() {
            super(UnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.chasqui.plugins.") || name.startsWith("com.github.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
