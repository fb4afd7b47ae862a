package org.assize;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of the tests: {@code ASSIZE_CHROMIUM}, else one that is installed, else the one Playwright downloads. */
final class Chromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private Chromium() {}

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static LaunchOptions options() {
        var options = new LaunchOptions().setHeadless(true).setArgs(FLAGS);
        installed().ifPresentOrElse(options::setExecutablePath, Chromium::download);
        return options;
    }

    private static Optional<Path> installed() {
        String named = System.getenv("ASSIZE_CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .flatMap(directory -> NAMES.stream().map(directory::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The library's own download takes three browsers; only this one is needed. */
    private static void download() {
        ProcessBuilder install = Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
        install.command().addAll(List.of("install", "--only-shell", "chromium"));
        try {
            int code = install.inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("Playwright's download of Chromium ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Playwright's download of Chromium did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
