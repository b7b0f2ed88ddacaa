"""The project's own tools (`make check`, `make test`) and the tests of its ground."""
