package dev.chasqui.adapters.pf4j;

import java.util.List;

/**
 * Shows a plug-in the contract and the JDK, and nothing else of the server but where its calls of
 * {@code System.exit} lead.
 */
final class ContractClassLoader extends ClassLoader {
    private static final List<String> CONTRACT =
            List.of("dev.chasqui.domain.", "dev.chasqui.plugin.", "org.jspecify.annotations.");

    private final ClassLoader server;

    ContractClassLoader(ClassLoader server) {
        super("contract", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    static boolean isContract(String className) {
        return CONTRACT.stream().anyMatch(className::startsWith)
                || className.equals(Exits.class.getName());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (isContract(name)) {
            return server.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
