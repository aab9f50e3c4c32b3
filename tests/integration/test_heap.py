import platform

from wemi_desk.gateways.heap import share_one_heap


def test_all_threads_share_one_heap_where_the_system_can():
    can = platform.system() == "Linux" and platform.libc_ver()[0] == "glibc"
    assert share_one_heap() is (True if can else None)
