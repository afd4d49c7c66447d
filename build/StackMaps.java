import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that was compiled for Java 5 the stack maps that came with Java 6. The
 * virtual machine's cache takes no classes without, and verifies such ones slowly at each start
 * (docs/decisions/0010-aot-cache.md).
 */
class StackMaps {
    private static final int FIRST_WITH = ClassFile.JAVA_6_VERSION;

    /** Above Java 6, no class may lack them. */
    private static final ClassFileVersion AFTER = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);

    /** Code that is copied one instruction at a time is written anew, and so gets its maps. */
    private static final ClassTransform REWRITE =
            ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                    .andThen(
                            (type, element) ->
                                    type.with(
                                            element instanceof ClassFileVersion ? AFTER : element));

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path changed = Path.of(jar + ".changed");
        try (JarFile in = new JarFile(jar.toFile());
                URLClassLoader types = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(changed))) {
            out.setComment("Class files changed by the build of Chasqui: stack maps added");
            ClassFile classFile =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(types)));
            for (JarEntry entry : in.stream().toList()) {
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                out.write(entry.getName().endsWith(".class") ? withMaps(classFile, bytes) : bytes);
            }
        }
        Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] withMaps(ClassFile classFile, byte[] bytes) {
        ClassModel type = classFile.parse(bytes);
        return type.majorVersion() >= FIRST_WITH ? bytes : classFile.transformClass(type, REWRITE);
    }
}
