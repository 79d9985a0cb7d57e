"""Stack traces, as Python, Java and Go write them."""

from __future__ import annotations

from playground.kubernetes.dialects import Dialect, java, python


def trace(app: str, words: str, tongue: Dialect) -> tuple[str, ...]:
    """Return the lines of a stack trace.

    Args:
        app: the program.
        words: what went wrong; of a Go program the panic.
        tongue: the dialect of the program's log, which tells the language.
    """
    name = app.replace("-", "_")
    if tongue is python:
        return (
            "Traceback (most recent call last):",
            f'  File "/app/{name}/main.py", line 12, in <module>',
            "    serve(load(os.environ))",
            f'  File "/app/{name}/settings.py", line 41, in load',
            '    provider = address(environ["PROVIDER_URL"])',
            words,
        )
    if tongue is java:
        package = f"com.example.{name.replace('_', '.')}"
        return (
            f"java.lang.IllegalStateException: {app} failed",
            f"\tat {package}.Worker.run(Worker.java:88)",
            f"\tat {package}.Main.main(Main.java:23)",
            f"Caused by: {words}",
            f"\tat {package}.Client.connect(Client.java:141)",
            "\t... 2 more",
        )
    return (
        words if words.startswith("panic: ") else f"panic: {words}",
        "",
        "goroutine 41 [running]:",
        f"main.(*Router).add(0xc000124000, {{0xc00001a0f0, 0x{len(app):x}}})",
        f"\t/src/{app}/router.go:87 +0x1d4",
        "created by main.main in goroutine 1",
        f"\t/src/{app}/main.go:31 +0x9c",
    )
