package org.assize.platform;

import com.sun.security.auth.module.UnixSystem;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL that the application brings along, keeps in its data directory, starts and stops.
 *
 * <p>It is as durable and as closed as a server would be: {@code fsync} and {@code synchronous_commit} on (asked back
 * after the start, since a setting can be overridden in three places), passwords by SCRAM, loopback only, no socket
 * file. A process killed with -9 leaves its postmaster running; the next start stops it and lets PostgreSQL recover
 * from its log. A lock on the data directory keeps a second application out, and is what makes "the postmaster that is
 * running here is an orphan" a fact.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path cluster;
    private final Path binaries;
    private final FileChannel lockFile;
    private final Properties secrets;
    private final int port;
    private boolean closed;

    private EmbeddedDatabase(Path cluster, Path binaries, FileChannel lockFile, Properties secrets, int port) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.lockFile = lockFile;
        this.secrets = secrets;
        this.port = port;
    }

    /** Starts the database kept in {@code data}, making it first when there is none. */
    public static EmbeddedDatabase start(Path data) {
        return start(data, data.resolve("postgres-binaries"));
    }

    /**
     * @param binaries where PostgreSQL is unpacked to; never a directory that others may write to, since it is executed
     * @throws BootRefused when the directory is in use, or the server does not come up durable
     */
    public static EmbeddedDatabase start(Path data, Path binaries) {
        try {
            Files.createDirectories(data);
            Path directory = data.toRealPath();
            FileChannel lock = lock(directory);
            try {
                return startLocked(directory, binaries, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BootRefused("The embedded PostgreSQL in " + data + " could not be started: " + e.getMessage(), e);
        }
    }

    private static EmbeddedDatabase startLocked(Path data, Path binariesHome, FileChannel lock) throws IOException {
        Path cluster = data.resolve("postgres");
        Path binaries = unpack(binariesHome);
        Properties secrets = secrets(data.resolve("database.secrets"), Files.exists(cluster.resolve("PG_VERSION")));
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            stopOrphan(cluster, binaries);
        } else {
            initialise(cluster, binaries, secrets.getProperty("superuser"));
        }
        int port = choosePort(data.resolve("postgres.port"));
        writeSettings(cluster, port);
        var database = new EmbeddedDatabase(cluster, binaries, lock, secrets, port);
        Path log = data.resolve("postgres.log");
        try {
            // pg_ctl makes the server leader of its own session: a Ctrl-C in the terminal reaches the application only,
            // which then stops the server after it has finished its own work.
            database.run(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "-D",
                    cluster.toString(),
                    "-l",
                    log.toString());
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\nThe end of " + log + ":\n" + tail(log), e);
        }
        try {
            database.checkDurable();
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw new BootRefused("The embedded PostgreSQL does not answer as it should: " + e.getMessage(), e);
        }
        LOG.infof("PostgreSQL in %s listens on 127.0.0.1:%d", cluster, port);
        return database;
    }

    /** The administration database, as the superuser. */
    public DatabaseAccess superuser() {
        return new DatabaseAccess(address("postgres"), SUPERUSER, secrets.getProperty("superuser"));
    }

    /** A database of this server, as the role that owns the tables. */
    public DatabaseAccess owner(String database) {
        return new DatabaseAccess(address(database), DatabaseSetup.OWNER, secrets.getProperty("owner"));
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Stops the server, open connections included, and waits until it has written everything. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lockFile) {
            stop(cluster, binaries);
            LOG.info("PostgreSQL stopped");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkDurable() throws SQLException {
        Map<String, String> wanted = Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "password_encryption", "scram-sha-256",
                "listen_addresses", "127.0.0.1");
        try (Connection connection = superuser().connect();
                Statement statement = connection.createStatement()) {
            for (var setting : wanted.entrySet()) {
                try (ResultSet row = statement.executeQuery("show " + setting.getKey())) {
                    row.next();
                    if (!row.getString(1).equals(setting.getValue())) {
                        throw new BootRefused(setting.getKey() + " is " + row.getString(1) + ", must be "
                                + setting.getValue() + "; look into " + cluster.resolve("postgresql.auto.conf"));
                    }
                }
            }
        }
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new BootRefused("This process already runs a database in " + data, e);
        }
        channel.close();
        throw new BootRefused("Another Assize is running on " + data + "; stop it or set ASSIZE_DATA");
    }

    private static void initialise(Path cluster, Path binaries, String password) throws IOException {
        // What an interrupted first start left behind has no PG_VERSION yet or is empty; initdb wants an empty
        // directory.
        Path fresh = cluster.resolveSibling("postgres.new");
        deleteTree(fresh);
        Path passwordFile = cluster.resolveSibling("postgres.password");
        writePrivate(passwordFile, password);
        try {
            run(
                    binaries,
                    "initdb",
                    "--pgdata=" + fresh,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    // The same order of texts on every machine, whatever its operating system knows of languages.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C");
            Files.writeString(fresh.resolve("postgresql.conf"), "\ninclude 'assize.conf'\n", StandardOpenOption.APPEND);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeSettings(Path cluster, int port) throws IOException {
        Files.writeString(cluster.resolve("assize.conf"), """
                # Written at every start.
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                password_encryption = 'scram-sha-256'
                max_connections = 120
                shared_buffers = '256MB'
                max_wal_size = '2GB'
                random_page_cost = 1.1
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_line_prefix = '%%m [%%p] %%q%%u@%%d '
                log_checkpoints = off
                """.formatted(port));
    }

    /** The port of the last start if it is free, so that a client's bookmark keeps working; else any free one. */
    private static int choosePort(Path memory) throws IOException {
        String last = Files.exists(memory) ? Files.readString(memory).strip() : "";
        // a hint only: one that is no port is as good as none
        if (last.matches("[1-9][0-9]{0,4}") && Integer.parseInt(last) <= 65_535 && isFree(Integer.parseInt(last))) {
            return Integer.parseInt(last);
        }
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SmallFile.replace(memory, probe.getLocalPort() + "\n");
            return probe.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Properties secrets(Path file, boolean clusterExists) throws IOException {
        var secrets = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                secrets.load(in);
            }
            return secrets;
        }
        if (clusterExists) {
            throw new BootRefused("The database passwords are missing: " + file + " belongs to the database beside it; "
                    + "restore it from the backup");
        }
        writePrivate(file, "superuser=" + password() + "\nowner=" + password() + "\n");
        return secrets(file, false);
    }

    private static String password() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Stops the postmaster that a killed application left behind. Its pid file may be as old as the last power cut, so
     * the process must be a postgres of this very directory; a pid file that points at somebody else's process would
     * keep PostgreSQL from starting and is removed (the lock we hold says that nobody runs here).
     */
    private static void stopOrphan(Path cluster, Path binaries) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> process = postmaster(lines);
        if (process.isEmpty()) {
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                // PostgreSQL removes a pid file of the dead by itself, but not one that names nobody
                Files.delete(pidFile);
            }
            return;
        }
        boolean ours = lines.size() > 1
                && Path.of(lines.get(1)).equals(cluster)
                && process.get().info().command().orElse("").endsWith("/postgres");
        if (ours) {
            LOG.warnf(
                    "Stopping the PostgreSQL that a killed Assize left behind (process %d)",
                    process.get().pid());
            stop(cluster, binaries);
        } else {
            LOG.warnf("Removing the stale %s", pidFile);
            Files.delete(pidFile);
        }
    }

    private static void stop(Path cluster, Path binaries) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process = postmaster(Files.readAllLines(pidFile));
        try {
            run(binaries, "pg_ctl", "stop", "-w", "-m", "fast", "-t", "60", "-D", cluster.toString());
        } catch (IOException e) {
            LOG.warnf("PostgreSQL did not stop in time, stopping it at once (it recovers at the next start): %s", e);
            run(binaries, "pg_ctl", "stop", "-w", "-m", "immediate", "-t", "30", "-D", cluster.toString());
        }
        // pg_ctl is content when the pid file is gone; the process lives a moment longer.
        process.ifPresent(EmbeddedDatabase::awaitEnd);
    }

    /** A full disk leaves a pid file that is empty. */
    private static Optional<ProcessHandle> postmaster(List<String> pidFile) {
        return pidFile.stream()
                .limit(1)
                .map(String::strip)
                .filter(pid -> pid.matches("[0-9]{1,18}"))
                .findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("PostgreSQL (process %d) has stopped working but has not ended", process.pid());
        }
    }

    private void run(String program, String... arguments) throws IOException {
        run(binaries, program, arguments);
    }

    private static void run(Path binaries, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root. In a user namespace of its own root is nobody special.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("assize-" + program, ".txt");
        try {
            // Into a file, not a pipe: the server started by pg_ctl inherits the descriptor and would hold a pipe open.
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nowhere()));
            builder.environment().put("LC_ALL", "C");
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds() + 30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + PATIENCE.plusSeconds(30));
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with " + process.exitValue() + ": " + tail(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static File nowhere() {
        return new File("/dev/null");
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    private static String tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** Unpacks the binaries of this machine once per version; a half unpacked directory never gets the final name. */
    private static synchronized Path unpack(Path home) throws IOException {
        String archive = archiveOfThisMachine();
        try (InputStream in = open(archive)) {
            if (in == null) {
                throw new BootRefused("There is no embedded PostgreSQL for this machine (" + archive
                        + "): name a server with ASSIZE_DB_URL");
            }
            byte[] packed = in.readAllBytes();
            Path target = home.toAbsolutePath().resolve(fingerprint(packed));
            if (Files.exists(target.resolve("bin/postgres"))) {
                return target;
            }
            Files.createDirectories(home);
            Path partial = Files.createTempDirectory(home.toAbsolutePath(), "unpacking-");
            try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(packed)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    extract(tar, entry, partial);
                }
            }
            if (!Files.exists(target)) {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static @Nullable InputStream open(String archive) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return (loader == null ? EmbeddedDatabase.class.getClassLoader() : loader).getResourceAsStream(archive);
    }

    private static String archiveOfThisMachine() {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> System.getProperty("os.arch", "");
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private static String fingerprint(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 8);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
