package dev.chasqui.plugin;

import dev.chasqui.domain.binding.Key;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of everything that is for authors in some modules, a line each: {@code type: fact}. A
 * fact is the kind of the type, what it extends or permits, a component, a constant or a member.
 */
final class ContractListing {
    /** The packages of the domain for authors; the others serve the server alone. */
    private static final Set<String> PACKAGES =
            Set.of(
                    "agent",
                    "chat",
                    "decision",
                    "exchange",
                    "failure",
                    "health",
                    "json",
                    "model",
                    "reply",
                    "route",
                    "size");

    private final SortedSet<String> lines = new TreeSet<>();

    private ContractListing() {}

    /** Lists the modules of these classes. */
    static SortedSet<String> of(Class<?>... ofModules) throws IOException {
        ContractListing listing = new ContractListing();
        for (Class<?> one : ofModules) {
            listing.addAll(one);
        }
        return listing.lines;
    }

    private void addAll(Class<?> one) throws IOException {
        try {
            URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (Files.isDirectory(Path.of(place))) {
                addAll(Path.of(place), one.getClassLoader());
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(Path.of(place), Map.of())) {
                    addAll(jar.getPath("/"), one.getClassLoader());
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private void addAll(Path root, ClassLoader loader) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names =
                    files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                            .map(file -> file.replace(".class", "").replace('/', '.'))
                            .toList();
        }
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, false, loader);
                if (isPublic(type) && isForAuthors(type)) {
                    add(type);
                }
            } catch (ClassNotFoundException e) {
                throw new IOException(e);
            }
        }
    }

    private static boolean isForAuthors(Class<?> type) {
        String domain = "dev.chasqui.domain.";
        String name = type.getPackageName();
        return !name.startsWith(domain)
                || PACKAGES.contains(name.substring(domain.length()))
                || type.equals(Key.class);
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && (outer == null || isPublic(outer));
    }

    private void add(Class<?> type) {
        line(type, kind(type));
        Type parent = type.getGenericSuperclass();
        if (parent != null && !List.of(Object.class, Record.class).contains(type.getSuperclass())) {
            line(type, "extends " + parent.getTypeName());
        }
        for (Type each : type.getGenericInterfaces()) {
            line(type, "is a " + each.getTypeName());
        }
        if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                line(type, "permits " + each.getName());
            }
        }
        if (type.isRecord()) {
            for (RecordComponent each : type.getRecordComponents()) {
                line(type, "component " + each.getName());
            }
        }
        boolean open = !Modifier.isFinal(type.getModifiers()) && !type.isSealed();
        for (Field each : type.getDeclaredFields()) {
            if (isSeen(each.getModifiers(), open) && !each.isSynthetic()) {
                String what = each.isEnumConstant() ? "constant " : "field ";
                line(type, what + each.getName() + ": " + each.getGenericType().getTypeName());
            }
        }
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (isSeen(each.getModifiers(), open) && !each.isSynthetic()) {
                line(type, "constructor (" + parameters(each) + ")");
            }
        }
        for (Method each : type.getDeclaredMethods()) {
            if (isSeen(each.getModifiers(), open) && !each.isSynthetic() && !isOfObject(each)) {
                line(type, method(each));
            }
        }
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return type.isSealed() ? "sealed interface" : "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        if (type.isRecord()) {
            return "record";
        }
        return Modifier.isFinal(type.getModifiers())
                ? "final class"
                : Modifier.isAbstract(type.getModifiers()) ? "abstract class" : "class";
    }

    /** Returns true for members that code outside can use: protected ones by subclasses alone. */
    private static boolean isSeen(int modifiers, boolean open) {
        return Modifier.isPublic(modifiers) || (open && Modifier.isProtected(modifiers));
    }

    private static boolean isOfObject(Method method) {
        return Set.of("equals", "hashCode", "toString").contains(method.getName());
    }

    private static String method(Method method) {
        boolean isElementWithDefault = method.getDefaultValue() != null;
        String how =
                Modifier.isStatic(method.getModifiers())
                        ? "static method "
                        : Modifier.isAbstract(method.getModifiers()) && !isElementWithDefault
                                ? "abstract method "
                                : "method ";
        return how
                + method.getName()
                + "("
                + parameters(method)
                + "): "
                + method.getGenericReturnType().getTypeName();
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", "));
    }

    private void line(Class<?> type, String fact) {
        lines.add(
                (type.getName() + ": " + fact)
                        .replace("java.lang.", "")
                        .replace("java.util.", "")
                        .replace("dev.chasqui.", ""));
    }
}
